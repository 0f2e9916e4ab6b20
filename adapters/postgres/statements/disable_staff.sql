-- No more logins, and no session any more.
select disable_staff($1, $2)
