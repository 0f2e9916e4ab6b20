select p.uid, m.state in ('to_confirm', 'bounce', 'unclear') as for_people
  from mail_places p join mails_in m on m.id = p.mail_id
 where p.mailbox = $1 and p.uid_validity = $2 and p.moved_at is null and m.state <> 'received'
 order by p.uid
