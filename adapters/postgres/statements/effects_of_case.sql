select key, effect, attempts, parked_at is not null, coalesce(trouble, '')
  from outbox where case_id = $1 order by id
