-- Which member the provider vouches for: $1 its issuer, $2 the subject, $3 the folded address.
select * from staff_members where number = sign_on_staff($1, $2, $3)
