-- What a person did with work that was parked: had it tried again, or gave it up, and why.
create table interventions (
    id     bigint      generated always as identity primary key,
    at     timestamptz not null,
    who    text        not null,   -- "cli", "staff:17".
    work   text        not null,   -- "A-2026-000001/2/1" for an effect, "webhook/17" for a message.
    what   text        not null check (what in ('replay', 'dismiss')),
    reason text        not null check (reason <> '')
);

create index outbox_parked on outbox (parked_at) where parked_at is not null;
create index inbox_parked on inbox (parked_at) where parked_at is not null and done_at is null;
