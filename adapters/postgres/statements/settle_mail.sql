-- $1 mail, $2 attempt, then what was understood, and $7 state, $8 reason, $9 case.
update mails_in
   set kind = $3, sender = $4, subject = $5, reading = $6::jsonb, state = $7, reason = $8,
       case_id = $9, leased_until = '-infinity', trouble = null
 where id = $1 and attempts = $2 and state = 'received'
returning id
