-- Whether something is still to be done for an application, or money to go back.
select is_unfinished($1)
