select raw from mails_in where id = $1
