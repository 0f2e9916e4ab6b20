-- $1 state or null, $2 cursor, $3 limit.
select m.id, m.state, m.reason, m.kind, m.sender, m.subject, coalesce(c.reference, '') as reference,
       (extract(epoch from m.received_at) * 1000000)::bigint as received
  from mails_in m left join cases c on c.id = m.case_id
 where ($1::text is null or m.state = $1) and m.id < $2
 order by m.id desc limit $3
