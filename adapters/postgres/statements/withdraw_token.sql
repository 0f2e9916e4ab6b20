select withdraw_token($1, $2)
