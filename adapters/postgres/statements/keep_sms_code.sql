-- The code that is being sent to a mobile number takes the place of the one before.
insert into sms_codes (case_id, mobile, hash, expires_at)
values ($1, $2, $3, clock() + make_interval(secs => $4))
on conflict (case_id) do update
   set mobile = excluded.mobile, hash = excluded.hash, expires_at = excluded.expires_at,
       tries = 0, used_at = null
