-- Bookings by hand above the catalogue's limit: one person proposes, another one confirms.

create table movement_proposals (
    id            bigint      generated always as identity primary key,
    movement_id   bigint      not null,
    case_id       bigint      not null,
    proposed_by   text        not null,
    reason        text        not null,
    proposed_at   timestamptz not null,
    confirmed_by  text,
    confirmed_for text,                   -- The other person's reason.
    confirmed_at  timestamptz,
    replaced_at   timestamptz,            -- Set when a later proposal has taken its place.
    constraint another_person_confirms check (confirmed_by <> proposed_by)
);

create unique index one_proposal_a_movement on movement_proposals (movement_id)
 where confirmed_at is null and replaced_at is null;
