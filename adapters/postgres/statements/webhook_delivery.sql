select * from webhook_delivery_rows where endpoint_id = $1 and id = $2
