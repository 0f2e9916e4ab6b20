-- The first password, or the next one.
select accept_staff_invitation($1::bytea, $2)
