update inbox set due_at = clock() + make_interval(secs => $3), leased_until = '-infinity', outcome = $4,
                 waits_for = $5, waits_at = $6
 where id = $1 and attempts = $2 and done_at is null
