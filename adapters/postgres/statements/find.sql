-- Cases as they are, what a delivery has led to before, and the time.  Case 0 reserves a new number.
select id, reference, state, waiting_for, facts, version, lines, head, earlier, salt, data, hash, now
  from find_cases($1::bigint[], $2::text[], $3::text[])
 order by number
