update inbox set parked_at = clock(), leased_until = '-infinity', outcome = $3
 where id = $1 and attempts = $2 and done_at is null
