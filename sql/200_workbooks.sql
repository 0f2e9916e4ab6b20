-- The auditor's workbooks: a random sample of applications, a check sheet for each of them, what was
-- found, what was replied, and the conclusion.
--
-- For the auditor: a workbook is the line of its entries, and nothing of it is ever changed; what it
-- says is read from them (adapters/workbook.hpp).  The last one, `closed`, holds the SHA-256 of all
-- entries before it.

create table workbook_entries (
    workbook bigint      not null,
    number   integer     not null check (number > 0),   -- Counts from 1 in each workbook.
    at       timestamptz not null default clock(),
    who      text        not null,                      -- "staff:17", "token:audit", "cli:anna"
    what     text        not null
             check (what in ('opened', 'checked', 'found', 'replied', 'settled', 'closed')),
    said     text        not null,                      -- Canonical JSON, whose bytes are hashed.
    primary key (workbook, number),
    constraint opened_first check ((what = 'opened') = (number = 1))
);

create sequence workbook_numbers owned by workbook_entries.workbook;

create function workbooks_stay() returns trigger
language plpgsql as $$
begin
    raise exception 'what stands in a workbook stays there';
end $$;
create trigger workbook_entries_stay before update or delete or truncate on workbook_entries
    for each statement execute function workbooks_stay();
