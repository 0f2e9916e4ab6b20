select * from webhook_endpoint_rows where id = $1
