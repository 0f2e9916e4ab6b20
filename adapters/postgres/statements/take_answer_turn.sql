-- Two that write to the same address stand in line, so that each counts the other.
select pg_advisory_xact_lock(hashtextextended(lower($1), 130))
