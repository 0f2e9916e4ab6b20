-- Of $1, which is called $2, the newest first.
select n.id, n.author, coalesce(n.text, '') as text, coalesce(n.supersedes, 0) as supersedes,
       coalesce(l.id, 0) as superseded_by, (extract(epoch from n.at) * 1000000)::bigint as at
  from case_notes n left join case_notes l on l.supersedes = n.id
 where n.case_id = (select id from cases where id = $1 and reference = $2)
 order by n.id desc
