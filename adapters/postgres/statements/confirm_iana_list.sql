update iana_lists set confirmed_at = clock() where id = $1
