insert into private_links (hash, case_id) values ($1, $2) on conflict do nothing
