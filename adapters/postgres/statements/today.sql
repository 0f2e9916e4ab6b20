select (clock() at time zone $1)::date
