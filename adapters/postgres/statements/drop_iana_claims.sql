delete from iana_claims where case_id = $1 and product <> all ($2::text[])
