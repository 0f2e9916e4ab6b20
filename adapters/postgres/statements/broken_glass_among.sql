-- $1 applications.  Those of them on whose way four eyes were set aside.  Whoever types these words
-- into a text has its quotes escaped there.
select id from cases where id = any($1::bigint[]) and position('"broken_glass":' in facts::text) > 0
