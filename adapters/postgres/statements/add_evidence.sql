with moment as materialized (select clock() as at),
kept as (
    insert into evidence (key, case_id, check_name, source, source_version, source_date, outcome, code,
                          at, expires_at, commitment)
    select $1, $2, $3, $4, $5, $6, $7, $8, at, at + $9::bigint * interval '24 hours', $10::bytea
      from moment
    on conflict (key) do nothing
    returning id
)
insert into evidence_details (evidence_id, salt, subject, details)
select id, $11::bytea, $12, $13 from kept
