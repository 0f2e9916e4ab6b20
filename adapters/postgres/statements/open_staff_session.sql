-- A member is logged in; $4 by what it was proved.
select open_staff_session($1::bytea, $2, $3, $4)
