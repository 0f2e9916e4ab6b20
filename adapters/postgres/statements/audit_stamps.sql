select s.size, s.authority, s.token, c.note
  from audit_stamps s join audit_checkpoints c using (size)
 where s.size <= $1
 order by s.size, s.authority
