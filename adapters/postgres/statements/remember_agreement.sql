-- No row comes back if another contract goes by this name: a service that was set up anew may count
-- from one again.
insert into agreements as known (id, reference, product, edition, signer, look_at)
values ($1, $2, $3, $4, $5, clock() + make_interval(secs => $6))
on conflict (id) do update
   set sent_at = known.sent_at
 where (known.reference, known.product, known.edition)
     = (excluded.reference, excluded.product, excluded.edition)
returning id
