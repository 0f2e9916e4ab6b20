insert into webhook_endpoints (id, url, description, events, secret, created_at, created_by, listens_from)
values ($1, $2, $3, $4::text[], $5, clock(), $6, clock())
