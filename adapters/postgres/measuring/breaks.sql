select count(*) from journal_breaks
