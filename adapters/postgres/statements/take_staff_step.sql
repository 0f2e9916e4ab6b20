-- Uses up a step of the phone key, and all before it; no row if it was.
update staff set last_step = $2
 where number = $1 and enrolled_at is not null and last_step < $2
returning last_step
