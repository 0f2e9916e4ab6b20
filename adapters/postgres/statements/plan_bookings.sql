insert into movement_bookings (movement_id, number, case_id, cents)
select * from unnest($1::bigint[], $2::integer[], $3::bigint[], $4::bigint[])
on conflict (movement_id, number) do update set case_id = excluded.case_id, cents = excluded.cents
