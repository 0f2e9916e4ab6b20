-- It was done.
delete from code_wishes where case_id = $1 and number = $2
