-- Whose registrar ID it is.
select case_id, reference, registrar_id from registrar_ids where registrar_id = $1
