-- A new member of staff; null if the address is taken.
select add_staff($1, $2, $3, $4, $5, $6::text[], $7::date, $8)
