insert into documents (id, content, media_type, file_name, size, received_at, received_from)
values ($1, $2::bytea, $3, $4, $5, clock(), $6)
on conflict (id) do nothing
