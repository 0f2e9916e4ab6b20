select distinct message_id from correspondence where message_id = any ($1::text[])
