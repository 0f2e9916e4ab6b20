-- A new link for a member: $3 the token's hash, $4 seconds, $5 whether the phone is lost, too.
select invite_staff($1, $2, $3::bytea, $4, $5)
