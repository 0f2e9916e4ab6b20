-- Why there is nothing to compare: too many tries, too late, or never sent to this number.
select tries >= $3, expires_at <= clock() from sms_codes
 where case_id = $1 and mobile = $2 and used_at is null
