insert into iana_registrars (since_list, iana_id, name, status, rdap_url)
select $1, i.iana_id, i.name, i.status, i.rdap_url
  from unnest($2::integer[], $3::text[], $4::text[], $5::text[]) as i (iana_id, name, status, rdap_url)
