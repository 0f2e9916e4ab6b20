-- A member of staff by number.
select * from staff_members where number = $1
