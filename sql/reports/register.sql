-- The register of a period: every application that was opened in it, and what became of it.
select c.reference, coalesce(s.title, '') as organisation, report_time(c.opened_at) as opened,
       last.state, report_time(last.at) as since, last.actor as who,
       coalesce(last.data ->> 'reason', '') as reason
  from asked
  join cases c on c.opened_at >= asked.opens and c.opened_at < asked.closes
              and (asked.the_case = 0 or c.id = asked.the_case)
  left join case_search s on s.case_id = c.id
  join lateral (select j.after as state, j.at, j.actor, j.data::jsonb as data
                  from journal j
                  join audit_entries e on e.case_id = j.case_id and e.line = j.line
                 where j.case_id = c.id and j.decided and e.position < asked.head
                 order by j.line desc limit 1) as last on true
 order by c.id
