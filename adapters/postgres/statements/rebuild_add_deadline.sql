insert into rebuilt_timers (case_id, event, due_at) values ($1, $2, $3::text::timestamptz)
