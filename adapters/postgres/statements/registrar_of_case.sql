-- The registrar ID of a case that has one, and what people call the case.
select case_id, reference, registrar_id from registrar_ids where case_id = $1
