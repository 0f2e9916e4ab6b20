insert into audit_stamps (size, authority, token) values ($1, $2, $3)
on conflict (size, authority) do nothing
