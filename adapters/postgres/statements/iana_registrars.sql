select iana_id, name, status, rdap_url from iana_registrars where until_list is null order by iana_id
