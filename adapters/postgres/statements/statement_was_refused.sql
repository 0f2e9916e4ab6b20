update statement_files set refused_at = clock(), refused_place = $2, refused_for = $3 where id = $1
