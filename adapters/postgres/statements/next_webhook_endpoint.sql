select nextval('webhook_endpoint_ids')
