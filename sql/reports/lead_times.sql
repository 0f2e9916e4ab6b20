-- The funnel of the applications that were opened in a period, and how long each step took, gross
-- and net: net stands still while the ball is with the applicant, or the application on hold.
, spans as (
    select d.case_id, s.step, s.applicant or s.held as still, s.ended,
           extract(epoch from lead(d.at) over (partition by d.case_id order by d.line) - d.at)
               / 86400 as days
      from asked, sealed d
      join workflow_states s on s.name = d.state
      join cases c on c.id = d.case_id
     where d.decided and c.opened_at >= asked.opens and c.opened_at < asked.closes
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
