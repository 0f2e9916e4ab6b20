select erase_case($1, $2::text[], $3)
