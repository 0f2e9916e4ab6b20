select * from known_token($1::bytea)
