select * from refund_rows where case_id = $1 order by id
