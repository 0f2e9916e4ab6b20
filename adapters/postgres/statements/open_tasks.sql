-- What people were asked to look at and nobody has closed, the oldest first: of the queues $1, of the
-- kind $2 or of all (''), of the application $3 or of all (0), $4 at most.
select t.id, t.key, coalesce(c.reference, '') as reference, t.queue, t.kind,
       t.details::text as details, (extract(epoch from t.raised_at) * 1000000)::bigint as raised_at
  from tasks t left join cases c on c.id = t.case_id
 where t.closed_at is null and t.queue = any ($1::text[])
   and ($2 = '' or t.kind = $2) and ($3::bigint = 0 or t.case_id = $3)
 order by t.raised_at, t.id
 limit $4
