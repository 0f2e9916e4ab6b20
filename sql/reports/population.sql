-- What a random sample is drawn from: the applications that something happened to in the period, and
-- whether they were decided on or ended in it: not what happened to them after their end.
select c.reference,
       case when bool_or(s.event in ('approved', 'rejected')) then 'yes' else '' end as decided,
       case when bool_or(e.name is not null) then 'yes' else '' end as ended
  from asked, sealed s
  join cases c on c.id = s.case_id
  left join workflow_states e on e.name = s.state and e.ended
        and not exists (select from workflow_states b where b.name = s.said ->> 'from' and b.ended)
 where s.decided and s.at >= asked.opens and s.at < asked.closes
 group by c.reference
 order by c.reference
