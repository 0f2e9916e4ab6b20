-- $1 view, $2 who looks, $3 days that are soon, $4 states or null, $5 step or 0, $6 product or empty,
-- $7 words, $8 forms of a reference, $9 number, $10 and $11 cursor, $12 limit.
select * from work_page($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
