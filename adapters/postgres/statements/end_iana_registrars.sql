update iana_registrars set until_list = $1 where iana_id = any ($2::integer[]) and until_list is null
