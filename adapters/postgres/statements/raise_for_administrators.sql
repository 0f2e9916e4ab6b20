-- As raise_task, and told in the log of staff as well, once: $6 who has done it, $7 the application's
-- reference.  A program is no member.
with raised as (
    insert into tasks (key, case_id, queue, kind, details, raised_at)
    values ($1, $2, $3, $4, $5::jsonb, clock())
    on conflict (key) do nothing
    returning kind)
insert into staff_log (actor, what, staff, said)
select $6, kind, (select number from staff where 'staff:' || number = $6),
       jsonb_build_object('application', $7::text)
  from raised
