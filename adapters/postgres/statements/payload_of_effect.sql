select data::text from outbox where key = $1 and parked_at is not null
