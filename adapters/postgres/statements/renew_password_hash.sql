-- The same password, hashed as it is done today.
update accounts set password_hash = $3 where case_id = $1 and password_hash = $2
