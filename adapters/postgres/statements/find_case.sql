select reference from cases where id = $1
