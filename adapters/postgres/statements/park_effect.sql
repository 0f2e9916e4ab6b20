update outbox set parked_at = clock(), leased_until = '-infinity', trouble = $3
 where id = $1 and attempts = $2
