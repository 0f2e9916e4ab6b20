select name, array_to_string(scopes, ' ') from tokens where hash = $1::bytea and revoked_at is null
