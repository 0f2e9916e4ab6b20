-- Whose session it is, if it is open and its member may work; and that it is used.  $3 seconds of
-- idleness, $4 seconds in all, $5 seconds for which a phone key counts as recent.
update staff_sessions s set seen_at = clock() from staff_members m
 where s.token_hash = $1::bytea and s.kind = $2
   and s.seen_at > clock() - make_interval(secs => $3)
   and s.opened_at > clock() - make_interval(secs => $4)
   and m.number = s.staff and m.may_work
returning m.*, (extract(epoch from s.opened_at) * 1000000)::bigint as opened_at,
          coalesce(s.proved_at > clock() - make_interval(secs => $5), false) as proved
