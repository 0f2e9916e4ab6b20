-- Returns it if it had not come before.  With a lease, $5 in seconds, it is claimed at once.
insert into inbox (provider, delivery, headers, body, received_at, due_at, attempts, leased_until)
values ($1, $2, $3::jsonb, $4::bytea, clock(), clock(), ($5::integer is not null)::integer,
        coalesce(clock_timestamp() + make_interval(secs => $5::integer), '-infinity'))
on conflict (provider, delivery) do nothing
returning id, (extract(epoch from received_at) * 1000000)::bigint as received
