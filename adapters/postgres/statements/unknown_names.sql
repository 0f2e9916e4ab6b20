-- Stored names that this program does not know: $1 states, $2 events, $3 effects.
--
-- Every command asks this first, so it does not walk over all cases: it jumps through the index from
-- one state to the next.
with recursive stored(state) as (
    (select state from cases order by state limit 1)
    union all
    select (select state from cases where cases.state > stored.state order by state limit 1)
      from stored
     where stored.state is not null
)
select 'state ' || state from stored where state <> all ($1::text[])
union
select 'event ' || event from timers where event <> all ($2::text[])
union
select 'effect ' || effect from outbox where effect <> all ($3::text[])
 order by 1
