-- All that only a person can help, oldest first.
select o.key as work, c.reference, o.effect as what, o.attempts, o.trouble,
       (extract(epoch from o.parked_at) * 1000000)::bigint as parked_at
  from outbox o join cases c on c.id = o.case_id
 where o.parked_at is not null
union all
select 'webhook/' || m.id, coalesce(c.reference, ''), m.provider || ' ' || m.delivery, m.attempts,
       m.outcome, (extract(epoch from m.parked_at) * 1000000)::bigint
  from inbox m left join cases c on c.id = m.waits_for
 where m.parked_at is not null and m.done_at is null
union all
select 'delivery/' || d.id, coalesce(c.reference, ''), d.event || ' ' || d.url, d.attempts,
       (select a.trouble from webhook_attempts a where a.delivery_id = d.id
         order by a.number desc limit 1),
       (extract(epoch from d.settled_at) * 1000000)::bigint
  from failed_deliveries d left join cases c on c.id = d.case_id
 order by parked_at, work
 limit 1000
