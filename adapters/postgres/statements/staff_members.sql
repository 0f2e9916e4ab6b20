-- All of them, also those who are disabled.
select * from staff_members order by lower(name), number
