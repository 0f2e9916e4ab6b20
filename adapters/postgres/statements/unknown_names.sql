-- Stored names that this program does not know: $1 states, $2 events, $3 effects.
select 'state ' || state from cases where state <> all ($1::text[])
union
select 'event ' || event from timers where event <> all ($2::text[])
union
select 'effect ' || effect from outbox where effect <> all ($3::text[])
