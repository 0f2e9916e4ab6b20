update agreements
   set hinted_at = clock(),
       look_at = least(look_at, greatest(clock(), looked_at + make_interval(secs => $2), not_before))
 where id = $1 and settled_at is null
