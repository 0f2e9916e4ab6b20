-- Logged out everywhere; how many sessions there were.
with ended as (delete from staff_sessions where staff = $1 returning staff),
noted as (select note_staff('staff:' || staff, 'logged_out_everywhere', staff)
            from (select distinct staff from ended) as owner)
select (select count(*) from ended), (select count(*) from noted)
