-- Uses up a recovery code; no row if it was.
with used as (
    update staff_recovery_codes set used_at = clock()
     where staff = $1 and number = $2 and hash = $3 and used_at is null
    returning staff)
select note_staff('staff:' || staff, 'recovery_code_used', staff) from used
