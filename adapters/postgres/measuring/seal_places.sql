-- A place in the log for every line of the journal, as it would have after sealing; without a tree,
-- which no statement of a report reads.
with placed as (
    insert into audit_entries (position, case_id, line)
    select row_number() over (order by at, case_id, line) - 1, case_id, line from journal
    returning 1)
update audit_log set size = (select count(*) from placed);
