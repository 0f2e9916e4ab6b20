-- Counts a try before anything is compared; no row if there is nothing to compare.
update sms_codes set tries = tries + 1
 where case_id = $1 and mobile = $2 and used_at is null and tries < $3 and expires_at > clock()
returning hash, $3 - tries
