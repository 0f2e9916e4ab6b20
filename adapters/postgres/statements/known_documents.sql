select id from documents where id = any ($1::text[])
