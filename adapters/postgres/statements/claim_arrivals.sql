-- Messages that are due, and those whose case has moved since it would not take them.
with due as (
    select id from inbox
     where due_at <= clock() and done_at is null and parked_at is null
       and leased_until <= clock_timestamp()
     order by due_at limit $1
       for update skip locked),
woken as (
    select m.id from inbox m join cases c on c.id = m.waits_for
     where m.waits_for is not null and m.done_at is null and c.version > m.waits_at
       and m.leased_until <= clock_timestamp()
     limit $1
       for update of m skip locked),
claimed as (
    update inbox m
       set attempts = attempts + 1, leased_until = clock_timestamp() + make_interval(secs => $2),
           parked_at = null, waits_for = null, waits_at = null
     where m.id in (select id from due union select id from woken)
    returning m.*)
select id, attempts, provider, delivery, headers, body,
       (extract(epoch from received_at) * 1000000)::bigint as received,
       (extract(epoch from clock()) * 1000000)::bigint as now
  from claimed
 order by received_at, id
