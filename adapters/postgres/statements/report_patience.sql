-- How long each statement of this transaction may take; with its end it is as it was.
select set_config('statement_timeout', $1, true)
