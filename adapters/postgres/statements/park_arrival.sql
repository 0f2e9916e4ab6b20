update inbox set parked_at = clock(), leased_until = '-infinity', outcome = $3,
                 waits_for = $4, waits_at = $5
 where id = $1 and attempts = $2 and done_at is null
