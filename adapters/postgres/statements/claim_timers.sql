with due as (
    select id from timers
     where due_at <= clock() and leased_until <= clock_timestamp()
     order by due_at limit $1
       for update skip locked),
claimed as (
    update timers t
       set attempts = attempts + 1, leased_until = clock_timestamp() + make_interval(secs => $2)
      from due
     where t.id = due.id
    returning t.*)
select id, attempts, case_id, event from claimed order by due_at, id
