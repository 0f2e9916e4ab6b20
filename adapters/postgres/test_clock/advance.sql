insert into test_clock (shift) values ($1::interval)
