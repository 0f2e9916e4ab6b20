select state from movements where id = $1
