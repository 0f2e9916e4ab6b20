-- Several messages at once; returns those that had not come before, by their place in the arrays.
-- With a lease, $5 in seconds, they are claimed at once.
with kept as (
    insert into inbox (provider, delivery, headers, body, received_at, due_at, attempts,
                       leased_until)
    select a.provider, a.delivery, a.headers::jsonb, a.body, clock(), clock(),
           ($5::integer is not null)::integer,
           coalesce(clock_timestamp() + make_interval(secs => $5::integer), '-infinity')
      from unnest($1::text[], $2::text[], $3::text[], $4::bytea[])
           as a (provider, delivery, headers, body)
     order by a.provider, a.delivery   -- Two who keep the same ones do not wait in a circle.
    on conflict (provider, delivery) do nothing
    returning id, provider, delivery, received_at)
select a.number, k.id, (extract(epoch from k.received_at) * 1000000)::bigint as received
  from unnest($1::text[], $2::text[]) with ordinality as a (provider, delivery, number)
  join kept k on k.provider = a.provider and k.delivery = a.delivery
