-- Members of staff and tokens: who was added, changed, disabled, by whom; who broke the glass.
select report_time(l.at) as at, l.actor as who, l.what,
       coalesce('staff:' || l.staff, l.said ->> 'token', '') as whom, l.said::text as detail
  from asked, staff_log l
 where l.at >= asked.opens and l.at < asked.closes and l.at <= asked.as_of
   and l.what not in ('logged_in', 'stepped_up')
   and (asked.by_whom = '' or asked.by_whom in (l.actor, 'staff:' || l.staff))
 order by l.line
