-- $1 key, $2 who, $3 why.
with dismissed as (
    delete from outbox where key = $1 and parked_at is not null returning *),
done as (
    insert into outbox_done (id, key, case_id, effect, attempts, done_at, outcome)
    select id, key, case_id, effect, attempts, clock(), 'dismissed: ' || $3 from dismissed)
insert into interventions (at, who, work, what, reason)
select clock(), $2, key, 'dismiss', $3 from dismissed
