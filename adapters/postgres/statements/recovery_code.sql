-- The hash of a recovery code that is not used up.
select hash from recovery_codes where case_id = $1 and number = $2 and used_at is null
