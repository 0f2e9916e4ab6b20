-- Decisions on sign-ups: who took it in, who edited it last, who decided, and for which reason.
select c.reference, report_time(d.at) as at, d.event, d.actor as who, d.role,
       coalesce(first.actor, '') as intake, coalesce(edit.actor, '') as editor,
       coalesce(d.data ->> 'break_glass', d.data ->> 'reason', '') as reason
  from asked, sealed d
  join cases c on c.id = d.case_id
  left join lateral (select s.actor from sealed s
                      where s.case_id = d.case_id and s.decided and s.event = 'submitted'
                      order by s.line limit 1) as first on true
  left join lateral (select s.actor from sealed s
                      where s.case_id = d.case_id and s.decided and s.line < d.line
                        and s.event = 'sign_up_corrected'
                      order by s.line desc limit 1) as edit on true
 where d.decided and d.event in ('approved', 'rejected', 'warning_accepted')
   and d.at >= asked.opens and d.at < asked.closes
   and (asked.by_whom = '' or asked.by_whom in (d.actor, first.actor, edit.actor))
 order by d.at, d.case_id, d.line
