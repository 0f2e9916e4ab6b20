select * from refund_rows where id = $1
