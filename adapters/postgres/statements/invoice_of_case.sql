-- The latest invoice of a case, or its latest credit note, unless its year was erased.
select page, ubl from invoices
 where case_id = $1 and (credits is not null) = $2 and ubl <> ''
 order by id desc limit 1
