-- Which member the provider vouches for: $1 its issuer, $2 the subject, $3 the folded address.
select m.* from sign_on_staff($1, $2, $3) as known (number) join staff_members m using (number)
