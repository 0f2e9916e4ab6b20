insert into tokens (name, hash, scopes, created_at) values ($1, $2::bytea, string_to_array($3, ' '), clock())
