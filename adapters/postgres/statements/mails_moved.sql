update mail_places set moved_at = clock()
 where mailbox = $1 and uid_validity = $2 and uid = any ($3::bigint[]) and moved_at is null
