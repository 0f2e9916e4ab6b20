-- The next login shows a new secret.
select forget_staff_phone($1, $2)
