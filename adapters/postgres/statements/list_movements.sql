-- $1 state, $2 cursor, $3 limit.  The latest first.
select * from movement_rows where state = $1 and id < $2 order by id desc limit $3
