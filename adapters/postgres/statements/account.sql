-- What is known of the account of a case.
select enrolled_at is not null, mobile, set_by, password_hash, secret_sealed from accounts
 where case_id = $1
