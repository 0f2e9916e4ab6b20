-- Who had $1, which is called $2, and when; the latest first.
select assignee, actor, note, (extract(epoch from at) * 1000000)::bigint as since,
       (extract(epoch from lead(at) over (order by id)) * 1000000)::bigint as until
  from assignments
 where case_id = (select id from cases where id = $1 and reference = $2)
 order by id desc
