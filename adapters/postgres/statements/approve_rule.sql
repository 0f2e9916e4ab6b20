select approve_rule($1, $2, $3)
