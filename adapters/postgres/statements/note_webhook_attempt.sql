-- $1 delivery, $2 attempt, $3 standing, $4 status or 0, $5 how the answer began, $6 trouble, $7
-- seconds to the next try, $8 seconds in which the endpoint wants none, $9 whether it is gone.
with noted as (
    update webhook_deliveries
       set standing = $3, settled_at = case when $3 <> 'waiting' then clock() end,
           due_at = clock() + make_interval(secs => $7), leased_until = '-infinity'
     where id = $1 and attempts = $2 and standing = 'waiting'
    returning id, endpoint_id, case_id),
tried as (
    insert into webhook_attempts (delivery_id, number, at, status, response, trouble)
    select id, $2, clock(), nullif($4::integer, 0), $5, $6 from noted),
judged as (
    select e.id, n.case_id, e.listens_from, e.url,
           case when $3 = 'delivered' then null else coalesce(e.failing_since, clock()) end as failing_since,
           case when e.disabled_at is not null then null
                when $9::boolean then 'It answered 410: nobody wants to be told there.'
                when $3 = 'failed' and e.failing_since <= clock() - interval '5 days'
                then 'It has failed for five days and more: ' || $6 end as why
      from noted n join webhook_endpoints e on e.id = n.endpoint_id),
endpoint as (
    update webhook_endpoints e
       set failing_since = j.failing_since,
           paused_until = greatest(e.paused_until, clock() + make_interval(secs => $8)),
           disabled_at = case when j.why is null then e.disabled_at else clock() end,
           disabled_because = coalesce(j.why, e.disabled_because)
      from judged j
     where e.id = j.id
       and (e.failing_since is distinct from j.failing_since or j.why is not null or $8 > 0))
insert into tasks (key, case_id, queue, kind, details, raised_at)
select 'webhook_endpoint/' || id || '/' || extract(epoch from listens_from)::bigint, case_id, 'review',
       'webhook_endpoint_disabled',
       jsonb_build_object('endpoint', id::text, 'url', url, 'why', why), clock()
  from judged where why is not null and case_id is not null   -- A test is looked at by who asked.
on conflict (key) do nothing
