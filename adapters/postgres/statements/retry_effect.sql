update outbox set due_at = clock() + make_interval(secs => $3), leased_until = '-infinity', trouble = $4
 where id = $1 and attempts = $2
