select withdraw_rule($1, $2, $3)
