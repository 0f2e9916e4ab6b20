-- Reports that were given out: who has asked what of which head, and what the file was.
select report_time(r.at) as at, r.who, r.door, r.kind, r.query::text as query, r.format,
       r.head::text as head, coalesce(e.rows::text, '') as rows, coalesce(e.sha256, '') as sha256
  from asked
  join report_runs r on true
  left join report_ends e on e.run = r.number and e.at <= asked.as_of
 where r.at >= asked.opens and r.at < asked.closes and r.at <= asked.as_of
   and (asked.by_whom = '' or r.who = asked.by_whom)
 order by r.number
