-- What was done against a doubt, or instead of the machine: four eyes set aside, warnings accepted,
-- parked work replayed or dismissed.  That four eyes were set aside stands in the sealed line,
-- which no erasure takes away; the reason goes with the data.
select reference, report_time(at) as at, event, who, reason
  from (select c.reference, d.at, case d.event when 'approved' then 'glass_broken' else d.event end
                   as event, d.actor as who,
               coalesce(d.data ->> 'break_glass', d.data ->> 'reason', '') as reason
          from sealed d join cases c on c.id = d.case_id
         where d.decided
           and (d.event = 'warning_accepted'
                or d.event = 'approved' and d.said -> 'guards' ? 'glass_broken')
        union all
        select i.work, i.at, i.what, i.who, i.reason
          from asked, interventions i
         where i.at <= asked.as_of
           and (asked.the_case = 0 or
                split_part(i.work, '/', 1) = (select reference from cases
                                               where id = asked.the_case))) as overrides, asked
 where at >= asked.opens and at < asked.closes and (asked.by_whom = '' or who = asked.by_whom)
 order by at, reference, event
