with due as (
    select id from inbox
     where due_at <= clock() and done_at is null and parked_at is null
       and leased_until <= clock_timestamp()
     order by due_at limit $1
       for update skip locked)
update inbox m set attempts = attempts + 1, leased_until = clock_timestamp() + make_interval(secs => $2)
  from due
 where m.id = due.id
returning m.id, m.attempts, m.provider, m.delivery, m.headers, m.body,
          (extract(epoch from m.received_at) * 1000000)::bigint as received,
          (extract(epoch from clock()) * 1000000)::bigint as now
