-- A member of staff by the address, as folded_email() leaves it.
select * from staff_members where email_folded = $1
