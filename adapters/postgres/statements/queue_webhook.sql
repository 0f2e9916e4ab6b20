-- $1 message, $2 event, $3 case, $4 payload: to all who have chosen it by name.  How many know of
-- it now.
with queued as (
    insert into webhook_deliveries (endpoint_id, message, event, case_id, payload, made_at, due_at)
    select id, $1, $2, $3, $4, clock(), clock()
      from webhook_endpoints
     where disabled_at is null and removed_at is null and $2 = any (events)
    on conflict (endpoint_id, message) do nothing
    returning id)
select (select count(*) from queued) +
       (select count(*) from webhook_deliveries where message = $1) as receivers
