with kept as (
    insert into documents (id, content, media_type, file_name, size, received_at, received_from)
    values ($4, $5::bytea, 'application/pdf', $7, length($5::bytea), clock(), 'doorstep')
    on conflict (id) do nothing
)
insert into sent_papers (reference, kind, name, document, template_version)
values ($1, $2, $3, $4, $6)
on conflict do nothing
