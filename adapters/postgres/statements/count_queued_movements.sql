select count(*) from movements where state = 'queued'
