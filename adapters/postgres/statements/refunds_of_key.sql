select * from refund_rows where key = $1 order by number
