-- Logged out.
delete from staff_sessions where token_hash = $1::bytea returning staff
