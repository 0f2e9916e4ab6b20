-- $1 key, $2 who, $3 why.  The attempts stay: they are the fencing token.
with replayed as (
    update outbox set parked_at = null, waits_at = null, due_at = clock()
     where key = $1 and parked_at is not null
    returning key)
insert into interventions (at, who, work, what, reason)
select clock(), $2, key, 'replay', $3 from replayed
