insert into statement_files (id, file_name, size, received_from, received_at)
values ($1, $2, $3, $4, clock())
on conflict (id) do nothing
