insert into iana_lists (source, sha256, etag, imported_by, row_count, added, changed, terminated, removed)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
returning id
