-- Separation of duties, judged anew from the log: each deed that takes two people, and whether it
-- was two.  "set_aside" was one, and said so when it was done; "missing" has nobody before it.
--
-- Judged as the guards do: an approval is held against whoever took the sign-up in and whoever of
-- the registry edited it last.  An erasure takes away which payment a booking was for: then
-- the last proposal before it counts.
, deeds as (
    select d.* from asked, sealed d
     where d.decided and d.at >= asked.opens and d.at < asked.closes
       and d.event in ('approved', 'rejected', 'payment_received', 'payment_reversed',
                       'erasure_confirmed')
), pairs as (
    select c.reference, d.at, d.case_id, d.line, d.event, other.actor as first, d.actor as second,
           case when other.actor is null then 'missing'
                when other.actor <> d.actor or other.applied then 'kept'
                when other.breakable and d.said -> 'guards' ? 'glass_broken' then 'set_aside'
                else 'broken' end as verdict
      from asked, deeds d
      join cases c on c.id = d.case_id
      left join lateral (
            (select s.actor, true as breakable, s.role in ('applicant', 'integration') as applied
               from sealed s   -- Who took the sign-up in.
              where d.event = 'approved' and s.case_id = d.case_id and s.line < d.line and s.decided
                and s.event = 'submitted' order by s.line desc limit 1)
            union
            (select s.actor, true, false
               from sealed s   -- Who of the registry edited it last.
              where d.event = 'approved' and s.case_id = d.case_id and s.line < d.line and s.decided
                and s.event in ('draft_saved', 'submitted', 'sign_up_corrected',
                                'information_answered')
                and s.role not in ('applicant', 'integration') order by s.line desc limit 1)
            union
            (select s.actor, false, false
               from sealed s   -- Who rejected what was appealed against.
              where d.event in ('approved', 'rejected') and s.case_id = d.case_id
                and s.line < d.line and s.decided and s.event = 'rejected'
              order by s.line desc limit 1)
            union
            (select s.actor, false, false
               from sealed s   -- Who proposed this booking; one's own proposal is none to oneself.
              where d.event in ('payment_received', 'payment_reversed') and d.role = 'finance'
                and s.case_id = d.case_id and s.line < d.line and s.decided
                and s.event = 'booking_proposed'
                and (s.data is null or d.data is null or
                     s.data ->> 'books' = d.event and s.data ->> 'payment' = d.data ->> 'payment'
                     and s.data ->> 'amount' = d.data ->> 'amount')
              order by (s.data is not null and s.actor <> d.actor) desc, s.line desc limit 1)
            union
            (select s.actor, false, false
               from sealed s   -- Who proposed the erasure.
              where d.event = 'erasure_confirmed' and s.case_id = d.case_id and s.line < d.line
                and s.decided and s.event = 'erasure_proposed' order by s.line desc limit 1)
           ) as other on true
     where other.actor is not null or d.event in ('approved', 'erasure_confirmed')
        or (d.event in ('payment_received', 'payment_reversed') and d.role = 'finance'
            and (d.data ->> 'amount')::bigint > asked.two_people_above)
    union all
    select y.kind || ' ' || y.year, y.confirmed_at, 0, y.year, 'year_erased', y.proposed_by,
           y.confirmed_by, case when y.proposed_by <> y.confirmed_by then 'kept' else 'broken' end
      from asked, yearly_erasures y
     where asked.the_case = 0 and y.confirmed_at <= asked.as_of
       and y.confirmed_at >= asked.opens and y.confirmed_at < asked.closes
    union all
    select v.subject || ' ' || v.number, a.approved_at, 0, v.number, 'rule_approved', v.author,
           a.approver, case when v.author <> a.approver then 'kept' else 'broken' end
      from asked, rule_approvals a join rule_versions v on v.number = a.version
     where asked.the_case = 0 and a.approved_at <= asked.as_of
       and a.approved_at >= asked.opens and a.approved_at < asked.closes
)
select reference, report_time(at) as at, event, coalesce(first, '') as first, second, verdict
  from asked, pairs
 where asked.by_whom = '' or asked.by_whom in (first, second)
 order by pairs.at, case_id, line, first
