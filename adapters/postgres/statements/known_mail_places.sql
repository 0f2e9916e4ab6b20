select uid from mail_places where mailbox = $1 and uid_validity = $2 and uid = any ($3::bigint[])
