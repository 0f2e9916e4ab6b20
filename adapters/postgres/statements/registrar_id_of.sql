-- The registrar ID of a case, given now if it has none.
select registrar_id_of($1, $2)
