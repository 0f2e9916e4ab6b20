delete from saved_views where id = $1 and owner = $2
