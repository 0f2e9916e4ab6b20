update agreements
   set leased_until = '-infinity', trouble = $4,
       not_before = clock() + make_interval(secs => $5),
       -- News that came while we looked is worth another look, but not sooner than we may.
       look_at = greatest(clock() + make_interval(secs => $5),
                          case when hinted_at >= looked_at
                               then looked_at + make_interval(secs => $6)
                               else clock() + make_interval(secs => $3) end)
 where id = $1 and attempts = $2 and settled_at is null
