-- A first phone key was right.
select enrol_phone($1, $2, $3, $4)
