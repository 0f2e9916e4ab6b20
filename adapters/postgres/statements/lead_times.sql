-- Seconds from entering to leaving a step, of those who left it in the last $1 days; carried by the
-- index step_stays_left.
select step, count(*) as count,
       percentile_disc(array[0.5, 0.9]) within group (order by gross) as gross,
       percentile_disc(array[0.5, 0.9]) within group (order by net) as net
  from step_stays
 where left_at >= (select clock() - make_interval(days => $1)) and left_at is not null
 group by step
 order by step
