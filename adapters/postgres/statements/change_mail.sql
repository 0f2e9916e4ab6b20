-- $1 mail, $2 states it may be in, $3 state, $4 reason, $5 case or null for the one that it has.
update mails_in set state = $3, reason = $4, case_id = coalesce($5, case_id)
 where id = $1 and state = any ($2::text[])
returning id
