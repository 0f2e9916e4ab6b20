select m.id, m.state, m.reason, m.kind, m.sender, m.subject, coalesce(c.reference, '') as reference,
       (extract(epoch from m.received_at) * 1000000)::bigint as received,
       m.reading, m.case_id, m.whole, coalesce(a.state, '') as answer
  from mails_in m left join cases c on c.id = m.case_id left join mail_answers a on a.mail_id = m.id
 where m.id = $1
