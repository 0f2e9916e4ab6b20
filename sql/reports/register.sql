-- The register of a period: every application that was opened in it, and what became of it: by
-- whom, since when and for which reason it came to where it stands.  The name is that of the
-- sign-up at the head; an erasure takes it away.
select c.reference, coalesce(named.organisation, '') as organisation,
       report_time(c.opened_at) as opened, entry.state, report_time(entry.at) as since,
       entry.actor as who, coalesce(entry.data ->> 'reason', '') as reason
  from asked
  join cases c on c.opened_at >= asked.opens and c.opened_at < asked.closes
              and (asked.the_case = 0 or c.id = asked.the_case)
  join lateral (select s.state, s.at, s.actor, s.data from sealed s   -- Later ones left it there.
                 where s.case_id = c.id and s.decided and s.state <> s.came_from
                 order by s.line desc limit 1) as entry on true
  left join lateral (select s.data #>> '{sign_up,organisation,name}' as organisation
                       from sealed s
                      where s.case_id = c.id and s.decided
                        and s.event in ('draft_saved', 'submitted', 'sign_up_corrected',
                                        'information_answered')
                      order by s.line desc limit 1) as named on true
 order by c.id
