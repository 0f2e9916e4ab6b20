-- Logged out.
delete from sessions where token_hash = $1::bytea returning case_id
