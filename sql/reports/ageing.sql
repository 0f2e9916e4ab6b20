-- What is under way, the longest wait first: where it stands, since when, and who has the ball.
-- What is on hold stands in the step where it was held.  Whose turn it is, is known of the present
-- alone: it is empty where the application was decided on after the head.
select c.reference, entry.state, stood.step::text as step,
       case when exists (select from journal j
                          where j.case_id = c.id and j.decided
                            and not exists (select from audit_entries e
                                             where e.case_id = j.case_id and e.line = j.line
                                               and e.position < asked.head))
            then '' else c.waiting_for end as waiting_for,
       report_time(entry.at) as since,
       floor(extract(epoch from asked.as_of - entry.at) / 86400)::text as days,
       floor(extract(epoch from asked.as_of - c.opened_at) / 86400)::text as days_open
  from asked
  join cases c on asked.the_case = 0 or c.id = asked.the_case
  join lateral (select s.state, s.came_from, s.at from sealed s   -- Later ones have left it there.
                 where s.case_id = c.id and s.decided and s.state <> s.came_from
                 order by s.line desc limit 1) as entry on true
  join workflow_states s on s.name = entry.state and not s.ended
  join workflow_states stood on stood.name = case when s.held then entry.came_from else s.name end
 where c.opened_at >= asked.opens and c.opened_at < asked.closes
 order by entry.at, c.id
