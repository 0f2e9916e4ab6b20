select event, (extract(epoch from due_at) * 1000000)::bigint from timers where case_id = $1 order by due_at
