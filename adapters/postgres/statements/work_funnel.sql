-- How many of those opened in the last $1 days came to each step or further, skipping it or not;
-- carried by the index work_queue_funnel.  Step 8 is the end of all: completed.
select step, (sum(count) over (order by step desc))::bigint as count
  from (select s.step, count(q.furthest) as count
          from generate_series(1, 8) as s (step)
          left join (select case when completed_at is null then reached else 8 end as furthest
                       from work_queue
                      where opened_at >= (select clock() - make_interval(days => $1))) as q
            on q.furthest = s.step
         group by s.step) as counted
 order by step
