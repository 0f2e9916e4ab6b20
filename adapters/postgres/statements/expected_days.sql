-- Days from submitted to completed of the latest thousand that asked for the same products ($1, sorted);
-- carried by the index work_queue_completed.
select count(*) as count,
       percentile_cont(0.5) within group (order by extract(epoch from completed_at - submitted_at) / 86400)
           as days
  from (select completed_at, submitted_at from work_queue
         where products = $1 and completed_at is not null and submitted_at is not null
         order by completed_at desc limit 1000) as alike
