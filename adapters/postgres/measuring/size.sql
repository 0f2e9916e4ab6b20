select (select count(*) from cases), (select count(*) from journal);
