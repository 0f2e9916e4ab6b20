update tokens set revoked_at = clock() where name = $1 and revoked_at is null
