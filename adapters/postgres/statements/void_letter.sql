-- The security code in this letter is not to be accepted any more.
update codes set voided_at = clock(), sealed = null
 where case_id = $1 and kind = 'security' and sent_as = $2 and voided_at is null
