-- Somebody is logged in.
select open_session($1::bytea, $2, $3)
