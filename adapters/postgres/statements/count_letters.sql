select custody, count(*) from letters group by custody
