-- Several messages at once; returns those that had not come before, by their place in the arrays.
with kept as (
    insert into inbox (provider, delivery, headers, body, received_at, due_at)
    select a.provider, a.delivery, a.headers::jsonb, a.body, clock(), clock()
      from unnest($1::text[], $2::text[], $3::text[], $4::bytea[])
           as a (provider, delivery, headers, body)
     order by a.provider, a.delivery   -- Two who keep the same ones do not wait in a circle.
    on conflict (provider, delivery) do nothing
    returning provider, delivery)
select a.number
  from unnest($1::text[], $2::text[]) with ordinality as a (provider, delivery, number)
  join kept k on k.provider = a.provider and k.delivery = a.delivery
