select body from inbox where id = $1 and parked_at is not null and done_at is null
