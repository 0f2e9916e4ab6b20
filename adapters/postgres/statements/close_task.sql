-- $1 its number, $2 the queues of who closes it, $3 who, $4 what was done.  One that a desk closes, by
-- doing what it asks for, is not closed by hand.
with closed as (
    update tasks set closed_at = clock()
     where id = $1 and closed_at is null and queue = any ($2::text[])
       and key !~ '^(mail/|movement/[0-9]+$)'
    returning key)
insert into interventions (at, who, work, what, reason)
select clock(), $3, 'task/' || key, 'close', $4 from closed
returning id
