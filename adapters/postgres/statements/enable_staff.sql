-- May log in again, with the password and the phone as they were.
select enable_staff($1, $2)
