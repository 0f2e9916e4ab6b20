-- What was written to applicants, and what became of it.  Lines are added and never changed.
--
-- For the auditor: the words themselves are not kept here, because they are personal.  They follow
-- from the template, whose version stands here, and from the facts of the journal line that the
-- effect's key names.  The recipient's address stands with those facts, erasable.
create table correspondence (
    id               bigint      generated always as identity primary key,
    case_id          bigint      not null,
    effect_key       text        not null,  -- What asked for it: case, journal line, number.
    direction        text        not null check (direction in ('out', 'in')),
    channel          text        not null check (channel in ('mail', 'post')),
    language         text        not null,
    template         text        not null,  -- "invoice_sent"
    template_version text        not null,  -- The first 12 digits of its SHA-256.
    subject          text        not null,
    message_id       text        not null,  -- The same when a mail is sent again.
    state            text        not null check (state in ('sent', 'refused', 'unaddressed')),
    at               timestamptz not null default clock()
);

-- A crash after the mail server's yes and before this line sends a mail twice, under one
-- message id; the line is written once.
create unique index sent_is_noted_once on correspondence (effect_key) where state = 'sent';

create index correspondence_of_case on correspondence (case_id, id);

create function correspondence_is_append_only() returns trigger
language plpgsql as $$
begin
    raise exception 'correspondence is append-only';
end;
$$;

create trigger correspondence_is_append_only before update or delete or truncate on correspondence
    for each statement execute function correspondence_is_append_only();
