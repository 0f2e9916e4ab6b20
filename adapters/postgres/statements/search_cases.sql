-- The same for those that are meant by $5 words, $6 forms of a reference or $7 a number.
select c.id, c.reference, coalesce(s.title, '') as title, c.state, c.waiting_for, c.version,
       (extract(epoch from c.opened_at) * 1000000)::bigint as opened,
       (extract(epoch from c.changed_at) * 1000000)::bigint as changed,
       (select (extract(epoch from min(t.due_at)) * 1000000)::bigint
          from timers t where t.case_id = c.id) as due
  from cases c left join case_search s on s.case_id = c.id
 where ($1::text[] is null or c.state = any ($1)) and ($2::text is null or c.waiting_for = $2)
   and c.id < $3
   and c.id in (select found from found_cases($5::text[], $6::text[], $7) as found)
 order by c.id desc limit $4
