-- Clocks that run out in the coming $1 days, by day in the time zone $2, today first; carried by the
-- index work_queue_open.
with days as (
    select ((clock() at time zone $2)::date + d)::date as day from generate_series(0, $1::integer - 1) as d),
due as (
    select (due_at at time zone $2)::date as day, count(*) as count
      from work_queue
     where not ended
       and place > (select place_in_queue(clock(), false, null))
       and place < (select place_in_queue((max(day) + 1)::timestamp at time zone $2, false, null)
                      from days)
     group by 1)
select to_char(day, 'YYYY-MM-DD') as day, coalesce(count, 0) as count
  from days left join due using (day)
 order by day
