update mailboxes set leased_until = clock_timestamp() + make_interval(secs => $3)
 where name = $1 and holder = $2 and leased_until > clock_timestamp()
returning name
