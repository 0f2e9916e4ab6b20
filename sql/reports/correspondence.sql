-- Mails that did not reach their reader: refused by a mail server, without an address, or sent back
-- later, for good ("bounced") or not yet ("delayed").
select reference, report_time(at) as at, template, language, state, subject
  from (select c.reference, m.at, m.template, m.language, m.state, m.subject, 1 as rank, m.id
          from asked, correspondence m
          join cases c on c.id = m.case_id
         where m.state <> 'sent' and (asked.the_case = 0 or m.case_id = asked.the_case)
        union all
        select c.reference, f.at, coalesce(m.template, ''), coalesce(m.language, ''),
               case when f.permanent then 'bounced' else 'delayed' end, coalesce(m.subject, ''),
               2, f.id
          from asked, correspondence_failures f
          join cases c on c.id = f.case_id
          left join lateral (select m.template, m.language, m.subject from correspondence m
                              where m.message_id = f.message_id and m.case_id = f.case_id
                              order by m.id limit 1) as m on true
         where asked.the_case = 0 or f.case_id = asked.the_case) as failed, asked
 where at >= asked.opens and at < asked.closes and at <= asked.as_of
 order by at, rank, id
