-- One import after the other; given back at the end of the transaction.
select pg_advisory_xact_lock(hashtextextended('iana', 0))
