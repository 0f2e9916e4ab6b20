insert into tasks (key, case_id, queue, kind, details, raised_at)
values ($1, $2, $3, $4, $5::jsonb, clock())
on conflict (key) do nothing
