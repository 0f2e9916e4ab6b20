-- What waits for its case to move: a message, or what became known by an effect, that came too early.
--
-- It is tried again after a while, like all that fails, and also as soon as its case is no longer at
-- the version that would not take it, even if it was parked meanwhile.  So a payment that arrives
-- during a hold is booked when the hold ends.  The claim looks for it; a transition does no more work.
alter table inbox
    add column waits_for bigint,       -- The case.
    add column waits_at  integer;      -- Its version then.

create index inbox_waiting on inbox (waits_for) where waits_for is not null and done_at is null;

alter table outbox
    add column waits_at integer;       -- The version of the case then.

create index outbox_waiting on outbox (case_id) where waits_at is not null;
