-- $1 member, $2 hash, $3 the token of the session that goes on: all others of the member's end.
with changed as (
    update staff set password_hash = $2 where number = $1 and disabled_at is null returning number),
ended as (
    delete from staff_sessions s using changed c
     where s.staff = c.number and s.token_hash <> $3::bytea)
select note_staff('staff:' || number, 'password_changed', number) from changed
