update statement_files
   set read_at = clock(), format = $2, refused_at = null, refused_place = null, refused_for = null
 where id = $1
