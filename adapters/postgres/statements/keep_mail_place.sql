insert into mail_places (mailbox, uid_validity, uid, mail_id)
select $1, $2, $3, id from mails_in where sha256 = $4
on conflict do nothing
