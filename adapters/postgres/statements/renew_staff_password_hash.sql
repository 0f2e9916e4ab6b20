-- The same password, hashed as it is done today.
update staff set password_hash = $3 where number = $1 and password_hash = $2
