-- What guards the account of a member who may work.
select s.password_hash, s.secret_sealed
  from staff s join staff_members m using (number)
 where s.number = $1 and m.may_work
