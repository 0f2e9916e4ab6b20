-- Lets one process at a time migrate.  The lock goes with the transaction, as a pooler needs it.
--
-- Another node may be at work for a while, and a migration may rewrite a table: the limits of
-- ordinary statements do not hold here.
set local statement_timeout = 0;
set local lock_timeout = 0;
set local idle_in_transaction_session_timeout = 0;
select pg_advisory_xact_lock(hashtextextended('doorstep.migrations', 0));
