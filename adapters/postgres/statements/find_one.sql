-- What find.sql finds, for a single message: $1 case, $2 source, $3 delivery.
select case when l.id = 0 then nextval('case_numbers') else l.id end as id,
       c.reference, c.state, c.waiting_for, c.facts, c.version, c.lines, c.head,
       j.entry as earlier, j.salt, j.data, j.hash,
       (extract(epoch from clock()) * 1000000)::bigint as now
  from (select $1::bigint as id) as l
  left join cases c on c.id = $1
  left join journal j on j.source = $2 and j.delivery = $3
