insert into agreements (id, reference, product, edition, signer, look_at)
values ($1, $2, $3, $4, $5, clock() + make_interval(secs => $6))
on conflict (id) do nothing
