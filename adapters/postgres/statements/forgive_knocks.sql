-- It was the right one.
delete from knocks where door = $1 and subject = $2
