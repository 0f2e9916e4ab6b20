insert into audit_rules (version, sha256, definition, entry) values ($1, $2, $3, $4)
on conflict (version, sha256) do nothing
