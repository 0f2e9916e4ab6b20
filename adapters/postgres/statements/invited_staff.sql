-- Whose invitation it is, if it can still be accepted.
select m.* from staff_invitations i join staff_members m on m.number = i.staff
 where i.token_hash = $1::bytea and i.used_at is null and i.expires_at > clock() and m.may_work
