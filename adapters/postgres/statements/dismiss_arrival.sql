-- $1 id, $2 who, $3 why.
with dismissed as (
    update inbox
       set parked_at = null, waits_for = null, waits_at = null, done_at = clock(),
           outcome = 'dismissed: ' || $3
     where id = $1 and parked_at is not null and done_at is null
    returning id)
insert into interventions (at, who, work, what, reason)
select clock(), $2, 'webhook/' || id, 'dismiss', $3 from dismissed
