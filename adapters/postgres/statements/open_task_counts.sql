-- How many of them there are, by queue and kind.
select queue, kind, count(*) as count from tasks
 where closed_at is null and queue = any ($1::text[])
 group by queue, kind order by queue, kind
