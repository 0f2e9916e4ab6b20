-- A phone key was shown: the session goes on under another token.
with proved as (
    update staff_sessions set token_hash = $2::bytea, proved_at = clock(), seen_at = clock()
     where token_hash = $1::bytea and kind = 'session'
    returning staff)
select note_staff('staff:' || staff, 'stepped_up', staff) from proved
