-- Counts a knock at a door that opens slowly.
select wait, count from take_knock($1, $2, $3)
