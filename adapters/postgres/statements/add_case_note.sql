-- $1 case, $2 reference, $3 author, $4 text.  Nothing comes back if there is no such application.
insert into case_notes (case_id, author, text)
select id, $3, $4 from cases where id = $1 and reference = $2
returning id
