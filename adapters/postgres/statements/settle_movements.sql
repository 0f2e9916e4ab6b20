update movements as m
   set state = i.state, reason = coalesce(i.reason::jsonb, m.reason),
       suggestions = coalesce(i.suggestions::jsonb, m.suggestions),
       sought = case when i.sought = '' then m.sought else string_to_array(i.sought, ' ') end,
       leased_until = clock() + make_interval(secs => i.rest),
       settled_at = case when i.state in ('booked', 'passed') then clock() end,
       settled_by = coalesce(i.by, m.settled_by)
  from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::text[])
       as i (id, state, reason, suggestions, sought, rest, by)
 where m.id = i.id
