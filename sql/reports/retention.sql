-- What is kept until when, and what was erased: applications that ended without leading to a
-- registrar, invoices, and mails of no application
-- by the year; what is due first stands first.  The period is that of the day from which
-- it may be erased.  A legal hold keeps what is due; `who` proposed an erasure, another confirmed it.
, ended as (
    select s.case_id,
           (array_agg(s.state order by s.line desc))[1] as state,
           max(s.at) filter (where s.event in ('rejected', 'withdrawn', 'time_is_up')
                               and s.state in ('rejected', 'withdrawn', 'expired')) as at,
           bool_or(s.state = 'expired' and s.said ->> 'from' = 'draft') as was_draft,
           max(s.at) filter (where s.event = 'legal_hold_placed') as held_at,
           max(s.at) filter (where s.event = 'legal_hold_lifted') as lifted_at,
           (array_agg(s.actor order by s.line desc)
                filter (where s.event = 'erasure_proposed'))[1] as proposer,
           max(s.actor) filter (where s.event = 'erasure_confirmed') as confirmer,
           max(s.at) filter (where s.event = 'erasure_confirmed') as erased_at
      from sealed s where s.decided group by s.case_id
),
years as (  -- As they were then.
    select y.kind, y.year, y.proposed_by,
           case when y.confirmed_at <= asked.as_of then y.confirmed_by end as confirmed_by,
           case when y.confirmed_at <= asked.as_of then y.confirmed_at end as confirmed_at
      from asked, yearly_erasures y where y.proposed_at <= asked.as_of
),
kept as (
    select 'application' as kind, c.reference as number, c.reference, e.state, e.at as since,
           e.at + case when e.was_draft then asked.keep_drafts else asked.keep_ended end as due,
           case when e.held_at > coalesce(e.lifted_at, '-infinity') then e.held_at end as held_at,
           e.proposer, e.confirmer, e.erased_at
      from asked, ended e join cases c on c.id = e.case_id
     where e.state in ('rejected', 'withdrawn', 'expired', 'erased')
    union all
    select 'invoice', i.number, c.reference, '', i.issued_at,
           make_timestamptz(i.year + 1, 1, 1, 0, 0, 0, 'UTC') + asked.keep_invoices,
           case when e.held_at > coalesce(e.lifted_at, '-infinity') then e.held_at end,
           y.proposed_by, y.confirmed_by, y.confirmed_at
      from asked cross join invoices i join cases c on c.id = i.case_id
      left join ended e on e.case_id = i.case_id
      left join years y on y.kind = 'bookkeeping' and y.year = i.year
     where i.issued_at <= asked.as_of and asked.the_case in (0, i.case_id)
    union all
    select 'mails', m.year::text, '', '', m.last,
           make_timestamptz(m.year + 1, 1, 1, 0, 0, 0, 'UTC') + asked.keep_ended,
           null, y.proposed_by, y.confirmed_by, y.confirmed_at
      from asked
     cross join lateral (select year_of(received_at) as year, max(received_at) as last
                           from mails_in
                          where case_id is null and received_at <= asked.as_of
                          group by 1) as m
      left join years y on y.kind = 'mails' and y.year = m.year
     where asked.the_case = 0
)
select k.kind, k.number, k.reference, k.state, report_time(k.since) as since,
       report_time(k.due) as due,
       case when k.erased_at is null and k.due <= asked.as_of then 'yes' else '' end as is_due,
       coalesce(report_time(k.held_at), '') as held, coalesce(k.proposer, '') as who,
       coalesce(k.confirmer, '') as approver, coalesce(report_time(k.erased_at), '') as erased
  from asked, kept k
 where k.due >= asked.opens and k.due < asked.closes
   and (asked.by_whom = '' or asked.by_whom in (k.proposer, k.confirmer))
 order by k.due, k.number
