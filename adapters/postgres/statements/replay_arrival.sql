-- $1 id, $2 who, $3 why.  The attempts stay: they are the fencing token.
with replayed as (
    update inbox set parked_at = null, waits_for = null, waits_at = null, due_at = clock()
     where id = $1 and parked_at is not null and done_at is null
    returning id)
insert into interventions (at, who, work, what, reason)
select clock(), $2, 'webhook/' || id, 'replay', $3 from replayed
