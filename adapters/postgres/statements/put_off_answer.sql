update mail_answers
   set due_at = clock() + make_interval(secs => $4), leased_until = '-infinity', trouble = $3
 where mail_id = $1 and attempts = $2 and state = 'due'
