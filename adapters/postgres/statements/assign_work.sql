-- $1 numbers, $2 their references, $3 to whom, $4 actor, $5 note, $6 way, $7 really.
select * from assign_work($1, $2, $3, $4, $5, $6, $7)
