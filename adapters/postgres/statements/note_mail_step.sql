insert into mail_steps (mail_id, who, state, reason, case_id) values ($1, $2, $3, $4, $5)
