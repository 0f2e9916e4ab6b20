-- Open applications by the step they are in and the days since they were opened; carried by the index
-- work_queue_ageing.  $1: where buckets begin, rising, from 0.
select step, width_bucket(clock() - opened_at,
                          array(select make_interval(days => d) from unnest($1::integer[]) as d)) as bucket,
       count(*) as count
  from work_queue
 where not ended
 group by step, bucket
 order by step, bucket
