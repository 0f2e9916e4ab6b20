select * from refund_rows where route = 'bank' and not is_sent order by id limit 1000
