-- $1 who, $2 application, $3 first and $4 last day, in $5, where the registry is; $6 before which,
-- $7 how many.
select * from readings_page($1, $2, nullif($3, '')::timestamp at time zone $5,
                            (nullif($4, '')::date + 1)::timestamp at time zone $5, $6, $7)
