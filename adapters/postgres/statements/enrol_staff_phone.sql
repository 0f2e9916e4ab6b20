-- A first phone key was right.
select enrol_staff_phone($1, $2, $3, $4)
