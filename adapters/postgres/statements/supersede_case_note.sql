-- $1 the old one, $2 case, $3 its reference, $4 author, $5 text.  The old one is null if it is not of
-- this application, the new one if another has taken its place already.
with old as (
    select n.id, n.case_id from case_notes n join cases c on c.id = n.case_id
     where n.id = $1 and c.id = $2 and c.reference = $3),
new as (
    insert into case_notes (case_id, author, text, supersedes)
    select case_id, $4, $5, id from old
    on conflict (supersedes) do nothing
    returning id)
select (select id from old) as old, (select id from new) as new
