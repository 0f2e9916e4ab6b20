-- Cases as they are, what a delivery has led to before, and the time.  Case 0 reserves a new number.
select l.number,
       case when l.id = 0 then nextval('case_numbers') else l.id end as id,
       c.reference, c.state, c.waiting_for, c.facts, c.version, c.lines, c.head,
       j.entry as earlier, j.salt, j.data, j.hash,
       (extract(epoch from clock()) * 1000000)::bigint as now
  from unnest($1::bigint[], $2::text[], $3::text[]) with ordinality
       as l (id, source, delivery, number)
  left join cases c on c.id = l.id
  left join journal j on j.source = l.source and j.delivery = l.delivery
 order by l.number
