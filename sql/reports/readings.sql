-- Who has read personal data: by person, by dossier, or all of it.
select report_time(r.at) as at, r.who, r.role, r.door, coalesce(c.reference, '') as reference,
       array_to_string(r.what, ', ') as what, coalesce(r.document, '') as document
  from asked, readings r
  left join cases c on c.id = r.case_id
 where r.at >= asked.opens and r.at < asked.closes and r.at <= asked.as_of
   and (asked.the_case = 0 or r.case_id = asked.the_case)
   and (asked.by_whom = '' or r.who = asked.by_whom)
 order by r.id
