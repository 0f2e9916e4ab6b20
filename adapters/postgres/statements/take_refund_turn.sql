-- Two workers with the same errand stand in line.
select pg_advisory_xact_lock(hashtextextended($1, 91))
