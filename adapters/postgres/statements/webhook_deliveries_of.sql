-- $1 endpoint, $2 cursor, $3 limit.  The latest first.
select * from webhook_delivery_rows where endpoint_id = $1 and id < $2 order by id desc limit $3
