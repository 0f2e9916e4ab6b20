update mail_answers
   set state = $3, trouble = $4, settled_at = clock(), leased_until = '-infinity'
 where mail_id = $1 and attempts = $2 and state = 'due'
