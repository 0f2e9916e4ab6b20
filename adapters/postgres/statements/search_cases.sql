-- The same for those that words are found in: $5 is a LIKE pattern of folded words, $6 a reference.
select c.id, c.reference, coalesce(s.title, '') as title, c.state, c.waiting_for, c.version,
       (extract(epoch from c.opened_at) * 1000000)::bigint as opened,
       (extract(epoch from c.changed_at) * 1000000)::bigint as changed,
       (select (extract(epoch from min(t.due_at)) * 1000000)::bigint
          from timers t where t.case_id = c.id) as due
  from case_search s join cases c on c.id = s.case_id
 where ($1::text[] is null or c.state = any ($1)) and ($2::text is null or c.waiting_for = $2)
   and c.id < $3
   and (c.id = $6 or
        s.terms like '%' || replace(replace(replace(folded($5), '\', '\\'), '%', '\%'), '_', '\_') || '%')
 order by c.id desc limit $4
