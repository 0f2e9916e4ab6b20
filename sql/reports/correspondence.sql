-- Mails that did not reach their reader: refused by a mail server, or without an address.
select c.reference, report_time(m.at) as at, m.template, m.language, m.state, m.subject
  from asked, correspondence m
  join cases c on c.id = m.case_id
 where m.state <> 'sent' and m.at >= asked.opens and m.at < asked.closes and m.at <= asked.as_of
   and (asked.the_case = 0 or m.case_id = asked.the_case)
 order by m.id
