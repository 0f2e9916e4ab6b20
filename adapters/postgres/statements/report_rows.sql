fetch 1000 from report
