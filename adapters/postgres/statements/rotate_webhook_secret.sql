-- $1 id, $2 the new secret, $3 seconds for which the old one signs, too.
update webhook_endpoints
   set previous_secret = secret, secret = $2, previous_until = clock() + make_interval(secs => $3)
 where id = $1 and removed_at is null
