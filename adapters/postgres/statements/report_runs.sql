select r.number, (extract(epoch from r.at) * 1000000)::bigint as at, r.who, r.door, r.kind,
       r.query::text as query, r.format, r.language, r.head, e.rows, coalesce(e.sha256, '') as sha256
  from report_runs r left join report_ends e on e.run = r.number
 order by r.number desc limit $1
