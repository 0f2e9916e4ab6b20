select * from webhook_endpoint_rows order by id
