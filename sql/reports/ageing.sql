-- What is under way, the longest wait first: where it stands, since when, and who has the ball.
select c.reference, last.state, s.step::text as step,
       case when c.lines = last.line then c.waiting_for else '' end as waiting_for,
       report_time(last.at) as since,
       floor(extract(epoch from asked.as_of - last.at) / 86400)::text as days,
       floor(extract(epoch from asked.as_of - c.opened_at) / 86400)::text as days_open
  from asked
  join cases c on asked.the_case = 0 or c.id = asked.the_case
  join lateral (select j.after as state, j.at, j.line
                  from journal j
                  join audit_entries e on e.case_id = j.case_id and e.line = j.line
                 where j.case_id = c.id and j.decided and e.position < asked.head
                 order by j.line desc limit 1) as last on true
  join workflow_states s on s.name = last.state and not s.ended
 where c.opened_at >= asked.opens and c.opened_at < asked.closes
 order by last.at, c.id
