select propose_rule($1, $2, $3::jsonb, $4, $5::date, $6)
