-- $1 endpoint, $2 message, $3 event, $4 payload.
insert into webhook_deliveries (endpoint_id, message, event, payload, made_at, due_at)
select id, $2, $3, $4, clock(), clock() from webhook_endpoints
 where id = $1 and disabled_at is null and removed_at is null
returning id
