-- The cases of several messages, what each message has led to before, and the time: $1 case,
-- $2 source, $3 delivery.  Case 0 reserves a new number.
--
-- The limit ($4, how many they are) cuts nothing: it lets PostgreSQL reckon with few rows before it
-- knows them, so that it keeps one general plan, over the indexes, instead of planning every time.
select l.number, case when l.id = 0 then nextval('case_numbers') else l.id end as id,
       c.reference, c.state, c.waiting_for, c.facts, c.version, c.lines, c.head,
       j.entry as earlier, j.salt, j.data, j.hash,
       (extract(epoch from clock()) * 1000000)::bigint as now
  from (select * from unnest($1::bigint[], $2::text[], $3::text[]) with ordinality
                      as l (id, source, delivery, number)
         limit $4) as l
  left join cases c on c.id = l.id
  left join journal j on j.source = l.source and j.delivery = l.delivery
 order by l.number
