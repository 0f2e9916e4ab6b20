select make_token($1, $2::bytea, $3::text[], $4::date, $5, $6)
