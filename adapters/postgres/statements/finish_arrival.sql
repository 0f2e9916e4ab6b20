update inbox set done_at = clock(), outcome = $3 where id = $1 and attempts = $2 and done_at is null
