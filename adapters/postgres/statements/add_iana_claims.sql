insert into iana_claims (case_id, product, iana_id, own)
select $1, i.product, i.iana_id, i.own
  from unnest($2::text[], $3::integer[], $4::boolean[]) as i (product, iana_id, own)
on conflict (case_id, product) do update set iana_id = excluded.iana_id, own = excluded.own
