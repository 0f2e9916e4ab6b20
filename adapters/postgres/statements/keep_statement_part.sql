insert into statement_parts (file_id, number, content)
values ($1, $2, $3::bytea)
on conflict do nothing
