-- $1 key, $2 letter, $3 SHA-256, $4 pages, $5 template, $6 seconds until it is asked for, or null.
update letters
   set letter = $2, document = nullif($3, ''), pages = nullif($4::integer, 0),
       template_version = nullif($5, ''), handed_over_at = clock(), trouble = null,
       look_at = clock() + make_interval(secs => $6)
 where effect_key = $1 and handed_over_at is null
