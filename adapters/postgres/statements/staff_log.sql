-- The log before a line, the latest first.
select line, (extract(epoch from at) * 1000000)::bigint as at, actor, what,
       coalesce(staff, 0) as staff, said::text
  from staff_log where line < $1 order by line desc limit $2
