-- Uses up a recovery code; no row if it was.
update recovery_codes set used_at = clock()
 where case_id = $1 and number = $2 and hash = $3 and used_at is null
returning number
