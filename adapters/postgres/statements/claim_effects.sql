with due as (
    select id from outbox
     where due_at <= clock() and parked_at is null and leased_until <= clock_timestamp()
     order by due_at limit $1
       for update skip locked)
update outbox o set attempts = attempts + 1, leased_until = clock_timestamp() + make_interval(secs => $2)
  from due, cases c
 where o.id = due.id and c.id = o.case_id
returning o.id, o.attempts, o.key, o.case_id, c.reference, o.effect, o.data
