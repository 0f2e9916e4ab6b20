-- The security letters: in whose hands each has been, and since when.
select c.reference, coalesce(l.letter, l.effect_key) as letter, m.custody, report_time(j.at) as at,
       j.actor as who, coalesce(j.data::jsonb ->> 'reason', '') as reason,
       coalesce(l.document, '') as document
  from asked, letter_custody m
  join letters l on l.number = m.letter
  join journal j on j.case_id = m.case_id and j.line = m.line
  join cases c on c.id = l.case_id
 where j.at >= asked.opens and j.at < asked.closes and j.at <= asked.as_of
   and (asked.the_case = 0 or l.case_id = asked.the_case)
 order by m.id
