-- A mail that lies in another place already is that mail.
insert into mails_in (sha256, raw, size, whole, message_id)
values (encode(sha256($1::bytea), 'hex'), $1::bytea, $2, $3, $4)
on conflict (sha256) do nothing
