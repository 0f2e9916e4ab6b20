with done as (delete from outbox where id = $1 and attempts = $2 returning *)
insert into outbox_done (id, key, case_id, effect, attempts, done_at, outcome)
select id, key, case_id, effect, attempts, clock(), $3 from done
