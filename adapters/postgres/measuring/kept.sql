select count(*) from inbox
