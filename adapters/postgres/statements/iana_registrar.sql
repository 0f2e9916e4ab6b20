select iana_id, name, status, rdap_url from iana_registrars where iana_id = $1 and until_list is null
