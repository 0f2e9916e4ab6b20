delete from movement_bookings where movement_id = any ($1::bigint[])
