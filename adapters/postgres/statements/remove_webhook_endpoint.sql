-- What it was told stays in the log; what it was not told yet never will be.
with removed as (
    update webhook_endpoints
       set removed_at = clock(), removed_by = $2, secret = null, previous_secret = null,
           previous_until = null
     where id = $1 and removed_at is null
    returning id),
given_up as (
    update webhook_deliveries set standing = 'failed', settled_at = clock()
     where endpoint_id in (select id from removed) and standing = 'waiting')
select id from removed
