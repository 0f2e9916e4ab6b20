insert into renewed_secrets (name, began_as, sealed) values ($1, $2, $3)
on conflict (name, began_as) do update set sealed = excluded.sealed, renewed_at = clock()
