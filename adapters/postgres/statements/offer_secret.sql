-- The secret of a phone key that is not in use yet: the first one that was made counts.
update accounts set secret_sealed = coalesce(secret_sealed, $2)
 where case_id = $1 and enrolled_at is null
returning secret_sealed
