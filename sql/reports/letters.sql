-- The security letters: in whose hands each has been, and since when.  What its carrier calls it,
-- and which paper it is, stand there once it was handed over.
select c.reference,
       coalesce(case when l.handed_over_at <= asked.as_of then l.letter end,
                l.effect_key) as letter,
       m.custody, report_time(s.at) as at, s.actor as who,
       coalesce(s.data ->> 'reason', '') as reason,
       coalesce(case when l.handed_over_at <= asked.as_of then l.document end, '') as document
  from asked, letter_custody m
  join letters l on l.number = m.letter
  join sealed s on s.case_id = m.case_id and s.line = m.line
  join cases c on c.id = l.case_id
 where s.at >= asked.opens and s.at < asked.closes
 order by m.id
