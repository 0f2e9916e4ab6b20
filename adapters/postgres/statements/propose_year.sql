insert into yearly_erasures (kind, year, proposed_by, reason) values ($1, $2, $3, $4)
on conflict do nothing
