-- Decisions on sign-ups: who took it in, who edited it last, who decided, and for which reason.
select c.reference, report_time(d.at) as at, d.event, d.actor as who, d.said ->> 'role' as role,
       coalesce(first.actor, '') as intake, coalesce(edit.actor, '') as editor,
       coalesce(d.data ->> 'break_glass', d.data ->> 'reason', '') as reason
  from asked, sealed d
  join cases c on c.id = d.case_id
  left join lateral (select j.actor from journal j
                      where j.case_id = d.case_id and j.decided and j.event = 'submitted'
                      order by j.line limit 1) as first on true
  left join lateral (select j.actor from journal j
                      where j.case_id = d.case_id and j.decided and j.line < d.line
                        and j.event = 'sign_up_corrected'
                      order by j.line desc limit 1) as edit on true
 where d.decided and d.event in ('approved', 'rejected', 'warning_accepted')
   and d.at >= asked.opens and d.at < asked.closes
   and (asked.by_whom = '' or asked.by_whom in (d.actor, first.actor, edit.actor))
 order by d.at, d.case_id, d.line
