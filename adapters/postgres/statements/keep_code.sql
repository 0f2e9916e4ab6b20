-- Keeps a code that was just made; the one that counts for this key, if it still counts.
select sealed_code from keep_code($1, $2, $3, $4, $5, make_interval(hours => $6))
