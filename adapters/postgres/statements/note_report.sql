insert into report_runs (who, door, kind, query, format, language, head)
values ($1, $2, $3, $4::jsonb, $5, $6, $7)
returning number
