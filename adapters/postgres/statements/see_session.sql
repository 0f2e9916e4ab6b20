-- Whose session it is, if it is open; and that it is used.
update sessions set seen_at = clock()
 where token_hash = $1::bytea and kind = $2
   and seen_at > clock() - make_interval(secs => $3)
   and opened_at > clock() - make_interval(secs => $4)
returning case_id, (extract(epoch from opened_at) * 1000000)::bigint
