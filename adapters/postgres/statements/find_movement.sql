select * from movement_rows where id = $1
