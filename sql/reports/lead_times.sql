-- The funnel of the applications that were opened in a period, and how long each step took, gross
-- and net: net stands still while the ball is with the applicant, or the application on hold.  A
-- hold belongs to the step where it was held.
, lines as (
    select d.case_id, d.at, s.step, s.held, s.ended, s.applicant,
           lead(d.at) over of_case as until,
           count(*) filter (where not s.held) over of_case as stand   -- Holds: of the one before.
      from asked, sealed d
      join workflow_states s on s.name = d.state
      join cases c on c.id = d.case_id
     where d.decided and c.opened_at >= asked.opens and c.opened_at < asked.closes
    window of_case as (partition by d.case_id order by d.line)
), spans as (
    select case_id, ended, held or applicant as still,
           min(step) filter (where not held) over (partition by case_id, stand) as step,
           extract(epoch from until - at) / 86400 as days
      from lines
), steps as (
    select case_id, step, sum(days) as gross, coalesce(sum(days) filter (where not still), 0) as net,
           bool_and(days is not null) as left_it
      from spans where not ended group by case_id, step
)
select step::text, count(*)::text as reached, count(*) filter (where left_it)::text as left_it,
       coalesce(round((percentile_cont(0.5) within group (order by gross)
                       filter (where left_it))::numeric, 2)::text, '') as gross_median,
       coalesce(round((percentile_cont(0.9) within group (order by gross)
                       filter (where left_it))::numeric, 2)::text, '') as gross_p90,
       coalesce(round((percentile_cont(0.5) within group (order by net)
                       filter (where left_it))::numeric, 2)::text, '') as net_median,
       coalesce(round((percentile_cont(0.9) within group (order by net)
                       filter (where left_it))::numeric, 2)::text, '') as net_p90
  from steps group by step order by step
