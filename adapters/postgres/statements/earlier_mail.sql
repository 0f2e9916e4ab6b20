select id from mails_in where message_id = $2 and id < $1 order by id limit 1
