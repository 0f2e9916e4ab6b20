-- The hash of a recovery code that is not used up.
select hash from staff_recovery_codes where staff = $1 and number = $2 and used_at is null
