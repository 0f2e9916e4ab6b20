insert into rebuilt_cases (id, state, waiting_for, facts, version, lines, head, trouble, title)
values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9)
