-- Reports that were given out: who has asked what, and what came out of it.
--
-- For the auditor: a report is made of one snapshot of the database, up to a head of the audit log
-- (180), and the same question asked of the same head gives the same bytes; `sha256` is that of the
-- file.  What each report asks stands in sql/reports/.  A run without an end was broken off.

create table report_runs (
    number   bigint      generated always as identity primary key,
    at       timestamptz not null default clock(),
    who      text        not null,   -- "staff:17", "token:audit", "cli:anna"
    door     text        not null,   -- "page", "api", "cli"
    kind     text        not null,
    query    jsonb       not null,   -- From, until, application, who; nothing personal.
    format   text        not null check (format in ('csv', 'json', 'pdf')),
    language text        not null,
    head     bigint      not null    -- Entries of the audit log.
);

create table report_ends (
    run    bigint      primary key references report_runs (number),
    at     timestamptz not null default clock(),
    rows   bigint      not null,
    sha256 text        not null
);

create function reports_stay() returns trigger
language plpgsql as $$
begin
    raise exception 'that a report was given out stays on record';
end $$;
create trigger report_runs_stay before update or delete or truncate on report_runs
    for each statement execute function reports_stay();
create trigger report_ends_stay before update or delete or truncate on report_ends
    for each statement execute function reports_stay();

-- As every report writes a time.
create function report_time(at timestamptz) returns text
language sql immutable parallel safe as $$
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
$$;

create function report_money(cents bigint) returns text
language sql immutable parallel safe as $$
    select trim(to_char(cents / 100.0, '999999999990.00'));
$$;

-- The head that a report stands on: how many entries there are, and when the last one was written.
create function report_head(up_to bigint default null, out size bigint, out at timestamptz)
language sql stable as $$
    select l.size,
           coalesce((select j.at from journal j
                      where (j.case_id, j.line) = (
                            select e.case_id, e.line from audit_entries e
                             where e.position < l.size and e.case_id is not null
                             order by e.position desc limit 1)),
                    timestamptz '1970-01-01 00:00:00Z')
      from (select least(size, coalesce(up_to, size)) as size from audit_log) l;
$$;
