-- It could not be done yet.
update code_wishes set due_at = clock() + make_interval(secs => $3)
 where case_id = $1 and number = $2
