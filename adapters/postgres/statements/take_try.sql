-- Counts one try to activate, and gives what it has to be compared with.
select outcome, tries_left, registrar_id, activation_hash, security_hash from take_try($1, $2)
