select kind, year, records, (extract(epoch from due) * 1000000)::bigint as due, proposed_by,
       (extract(epoch from proposed_at) * 1000000)::bigint as proposed_at,
       coalesce(reason, '') as reason, confirmed_by,
       (extract(epoch from confirmed_at) * 1000000)::bigint as confirmed_at,
       coalesce(obstacle, '') as obstacle
  from years_kept($1, $2)
