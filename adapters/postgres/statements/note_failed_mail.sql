-- $2 a Message-ID of ours; what is none of ours has no line.
insert into correspondence_failures (mail_id, message_id, case_id, recipient, status, permanent,
                                     diagnostic)
select $1, c.message_id, c.case_id, $3, $4, $5, $6
  from correspondence c where c.message_id = $2
 order by c.id limit 1
on conflict do nothing
