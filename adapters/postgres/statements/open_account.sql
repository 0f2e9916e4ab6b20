-- A password, chosen with the activation code that counts now.
select open_account($1, $2, $3, $4, $5, $6)
