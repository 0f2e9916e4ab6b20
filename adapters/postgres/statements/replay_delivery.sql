-- $1 id, $2 who, $3 why.  The attempts stay: they are the fencing token.
with replayed as (
    update webhook_deliveries
       set standing = 'waiting', settled_at = null, tries = 0, due_at = clock()
     where id = (select id from failed_deliveries where id = $1) and payload is not null
    returning id)
insert into interventions (at, who, work, what, reason)
select clock(), $2, 'delivery/' || id, 'replay', $3 from replayed
