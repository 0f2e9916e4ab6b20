insert into inbox (provider, delivery, headers, body, received_at, due_at)
values ($1, $2, $3::jsonb, $4::bytea, clock(), clock())
on conflict (provider, delivery) do nothing
