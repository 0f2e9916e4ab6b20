-- $1 states or null, $2 party or null, $3 cursor, $4 limit.
select c.id, c.reference, coalesce(s.title, '') as title, c.state, c.waiting_for, c.version,
       (extract(epoch from c.opened_at) * 1000000)::bigint as opened,
       (extract(epoch from c.changed_at) * 1000000)::bigint as changed,
       (select (extract(epoch from min(t.due_at)) * 1000000)::bigint
          from timers t where t.case_id = c.id) as due
  from cases c left join case_search s on s.case_id = c.id
 where ($1::text[] is null or c.state = any ($1)) and ($2::text is null or c.waiting_for = $2)
   and c.id < $3
 order by c.id desc limit $4
