select case_id, line, entry, hash, previous, after_sealed, written_in
  from audit_new_lines($1, $2, $3)
