update webhook_deliveries set payload = null
 where id in (select id from webhook_deliveries
               where payload is not null and settled_at < clock() - interval '30 days' limit $1)
