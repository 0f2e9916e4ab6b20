select erase_year($1, $2, $3)
