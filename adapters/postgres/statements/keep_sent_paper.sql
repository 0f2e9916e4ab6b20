with kept as (
    insert into documents (id, content, media_type, file_name, size, received_at, received_from)
    values ($4, $5::bytea, 'application/pdf', $7, length($5::bytea), clock(), 'doorstep')
    on conflict (id) do nothing
)
insert into sent_papers (reference, kind, name, document, template_version,
                         signature_page, signature_x, signature_y, signature_width,
                         signature_height)
values ($1, $2, $3, $4, $6, $8, $9, $10, $11, $12)
on conflict do nothing
