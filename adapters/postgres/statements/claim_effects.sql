-- Effects that are due, and those whose case has moved since it would not take what they gave.
with due as (
    select id from outbox
     where due_at <= clock() and parked_at is null and leased_until <= clock_timestamp()
     order by due_at limit $1
       for update skip locked),
woken as (
    select o.id from outbox o join cases c on c.id = o.case_id
     where o.waits_at is not null and c.version > o.waits_at
       and o.leased_until <= clock_timestamp()
     limit $1
       for update of o skip locked),
claimed as (
    update outbox o
       set attempts = attempts + 1, leased_until = clock_timestamp() + make_interval(secs => $2),
           parked_at = null, waits_at = null
     where o.id in (select id from due union select id from woken)
    returning o.*)
select o.id, o.attempts, o.key, o.case_id, c.reference, o.effect, o.data
  from claimed o join cases c on c.id = o.case_id
 order by o.id
