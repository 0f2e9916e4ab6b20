update mails_in
   set due_at = clock() + make_interval(secs => $4), leased_until = '-infinity', trouble = $3
 where id = $1 and attempts = $2 and state = 'received'
