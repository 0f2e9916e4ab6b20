-- How it goes with each neighbour: what is tried again, what is parked, since when, the last trouble,
-- and the last thing that went well.  Done work is looked at no further back than needed to see that
-- it was done lately.
with troubled as (
    select o.effect, o.id, o.trouble, o.parked_at is not null as parked, j.at
      from outbox o
      left join journal j on j.case_id = o.case_id and j.line = split_part(o.key, '/', 2)::integer
     where o.trouble is not null or o.parked_at is not null),
done as (
    select effect, done_at from outbox_done
     where outcome is null or outcome not like 'dismissed: %'
     order by id desc limit 5000),
arrived as (select provider, received_at from inbox order by id desc limit 5000),
unheard as (
    select provider, id, outcome, parked_at is not null as parked, received_at
      from inbox
     where done_at is null
       and (parked_at is not null or (outcome is not null and waits_for is null))),
told as (select settled_at, standing from webhook_deliveries order by id desc limit 5000),
vitals as (
    select 'effect/' || coalesce(t.effect, d.effect) as name, t.waiting, t.parked, t.since,
           d.last_good, t.trouble
      from (select effect, count(*) filter (where not parked) as waiting,
                   count(*) filter (where parked) as parked, min(at) as since,
                   (array_agg(trouble order by id desc))[1] as trouble
              from troubled group by effect) t
      full join (select effect, max(done_at) as last_good from done group by effect) d
        on d.effect = t.effect
    union all
    select 'provider/' || coalesce(u.provider, a.provider), u.waiting, u.parked, u.since, a.last_good,
           u.trouble
      from (select provider, count(*) filter (where not parked) as waiting,
                   count(*) filter (where parked) as parked, min(received_at) as since,
                   (array_agg(outcome order by id desc))[1] as trouble
              from unheard group by provider) u
      full join (select provider, max(received_at) as last_good from arrived group by provider) a
        on a.provider = u.provider
    union all
    select 'mailbox', count(*), 0, min(since), (select max(looked_at) from mailboxes), max(trouble)
      from (select received_at as since, trouble from mails_in
             where state = 'received' and trouble is not null
            union all
            select troubled_since, trouble from mailboxes where trouble <> '') m
    union all
    select 'agreements', count(*) filter (where trouble <> ''), 0,
           min(looked_at) filter (where trouble <> ''), max(looked_at) filter (where trouble = ''),
           max(trouble)
      from agreements where settled_at is null
    union all
    select 'statements', 0, count(*) filter (where refused_at > coalesce(read.last, '-infinity')),
           min(refused_at) filter (where refused_at > coalesce(read.last, '-infinity')), max(read.last),
           max(refused_for) filter (where refused_at > coalesce(read.last, '-infinity'))
      from statement_files, (select max(read_at) as last from statement_files) read
    union all
    select 'iana_list', 0, 0, null, max(confirmed_at), null from iana_lists
    union all
    select 'endpoints', count(*) filter (where disabled_at is null and failing_since is not null),
           count(*) filter (where disabled_at is not null),
           min(coalesce(disabled_at, failing_since)),
           (select max(settled_at) from told where standing = 'delivered'), max(disabled_because)
      from webhook_endpoints where removed_at is null)
select name, coalesce(waiting, 0) as waiting, coalesce(parked, 0) as parked,
       (extract(epoch from since) * 1000000)::bigint as since,
       (extract(epoch from last_good) * 1000000)::bigint as last_good, coalesce(trouble, '') as trouble
  from vitals
