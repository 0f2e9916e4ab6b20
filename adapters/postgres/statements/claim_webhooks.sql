-- $1 limit, $2 seconds of lease.  Of each endpoint that is not being told something already what is
-- due first, so that one who is slow keeps one of us waiting and not all.
with due as (
    select d.id
      from webhook_endpoints e
     cross join lateral (
           select id, due_at from webhook_deliveries
            where endpoint_id = e.id and standing = 'waiting' and due_at <= clock()
              and leased_until <= clock_timestamp()
            order by due_at, id limit 1
              for update skip locked) as d
     where e.disabled_at is null and e.removed_at is null and e.paused_until <= clock()
       and not exists (select from webhook_deliveries
                        where endpoint_id = e.id and standing = 'waiting'
                          and leased_until > '-infinity' and leased_until > clock_timestamp())
     order by d.due_at, d.id limit $1),
claimed as (
    update webhook_deliveries d
       set attempts = attempts + 1, tries = tries + 1,
           leased_until = clock_timestamp() + make_interval(secs => $2)
      from due where d.id = due.id
    returning d.*)
select d.id, d.attempts, d.tries, d.message, d.payload, e.id as endpoint_id, e.url, e.secret,
       case when e.previous_until > clock() then e.previous_secret end as previous_secret
  from claimed d join webhook_endpoints e on e.id = d.endpoint_id
 order by d.due_at, d.id
