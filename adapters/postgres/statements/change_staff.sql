-- Other roles, another name, another end.
select change_staff($1, $2, $3, $4, $5::text[], $6::date, $7)
