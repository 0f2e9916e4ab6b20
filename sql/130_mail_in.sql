-- The registry's mailbox: every mail as it came, what was understood of it, and what became of it.
--
-- For the auditor: a mail is stored raw before anybody reads it, is never changed, and has one
-- state at a time.  How it came to that state, by whom and why, stands in mail_steps, which is
-- append-only.

create table mails_in (
    id            bigint      generated always as identity primary key,
    sha256        text        not null unique,      -- Of what came: the same bytes are one mail.
    raw           bytea       not null,             -- Personal.
    size          bigint      not null,             -- On the server; more than `raw` has if it was
    whole         boolean     not null,             -- too large to be taken: then only its headers.
    message_id    text        not null,             -- Without <>; empty if it has none.
    received_at   timestamptz not null default clock(),
    kind          text        not null default '',  -- Empty until it was read: "sign_up", "bounce".
    sender        text        not null default '',  -- Personal.
    subject       text        not null default '',  -- Personal.
    reading       jsonb,                            -- Personal.  What was understood, with origins.
    state         text        not null default 'received' check (state in
        ('received',     -- Not read yet.
         'closed',       -- Nothing comes of it: an auto-reply, a list, a loop, a repeat.
         'to_confirm',   -- A sign-up that waits for a clerk.
         'attached',     -- Belongs to an application; somebody is told.
         'bounce',       -- A mail of ours did not arrive.
         'unclear',      -- A person has to look.
         'confirmed',    -- Its sign-up was sent in.
         'dismissed')),  -- A person has laid it aside.
    reason        text        not null default '',
    case_id       bigint,
    due_at        timestamptz not null default clock(),
    attempts      integer     not null default 0,
    leased_until  timestamptz not null default '-infinity',
    trouble       text,
    constraint named_by_content check (sha256 = encode(sha256(raw), 'hex'))
);

alter table mails_in alter column raw set storage external;

create index mails_in_due on mails_in (due_at) where state = 'received';
create index mails_in_by_state on mails_in (state, id desc);
create index mails_in_by_message on mails_in (message_id) where message_id <> '';
create index mails_in_of_case on mails_in (case_id, id) where case_id is not null;

create function what_came_stays() returns trigger language plpgsql as $$
begin
    raise exception 'what came by mail stays as it came';
end $$;

create trigger mails_in_stay before update of sha256, raw, size, whole, message_id, received_at
    on mails_in for each row execute function what_came_stays();
create trigger mails_in_are_kept before delete or truncate on mails_in
    for each statement execute function what_came_stays();

-- Where a mail lies on the server: a UID means something together with its folder's UIDVALIDITY
-- alone (RFC 3501, 2.3.1.1).  When a server gives new ones, a mail has two places and is one mail.
create table mail_places (
    mailbox      text        not null,   -- "user@host/INBOX"
    uid_validity bigint      not null,
    uid          bigint      not null,
    mail_id      bigint      not null references mails_in (id),
    seen_at      timestamptz not null default clock(),
    moved_at     timestamptz,            -- Out of the inbox, to the folder of its outcome.
    primary key (mailbox, uid_validity, uid)
);

create index mail_places_to_move on mail_places (mailbox, uid_validity, uid) where moved_at is null;

-- One server at a time looks into a mailbox.  That saves work; that no mail is taken twice is held
-- by the keys above.
create table mailboxes (
    name         text        primary key,
    holder       text        not null,
    leased_until timestamptz not null,
    next_at      timestamptz not null
);

-- How a mail came to its state.
create table mail_steps (
    id      bigint      generated always as identity primary key,
    mail_id bigint      not null references mails_in (id),
    at      timestamptz not null default clock(),
    who     text        not null,   -- "mailbox", "token:desk".
    state   text        not null,
    reason  text        not null,
    case_id bigint
);

create index mail_steps_of_mail on mail_steps (mail_id, id);

-- A mail of ours that did not arrive, or not yet.  The line in `correspondence` stays as it is.
create table correspondence_failures (
    id          bigint      generated always as identity primary key,
    mail_id     bigint      not null references mails_in (id),   -- The bounce.
    message_id  text        not null,                            -- Of our mail.
    case_id     bigint      not null,
    recipient   text        not null,                            -- Personal.
    status      text        not null,                            -- RFC 3463: "5.1.1".
    permanent   boolean     not null,
    diagnostic  text        not null,
    at          timestamptz not null default clock(),
    unique (mail_id, message_id, recipient)
);

create index correspondence_failures_of on correspondence_failures (message_id);
create index correspondence_by_message on correspondence (message_id);

create function mail_log_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end $$;

create trigger mail_steps_are_append_only before update or delete or truncate on mail_steps
    for each statement execute function mail_log_is_append_only();
create trigger failures_are_append_only before update or delete or truncate
    on correspondence_failures for each statement execute function mail_log_is_append_only();

-- Links that open a draft without an account.  Whoever reads this table cannot open any.
create table private_links (
    hash       text        primary key,   -- SHA-256 of the link's token, in hexadecimal.
    case_id    bigint      not null,
    made_at    timestamptz not null default clock(),
    revoked_at timestamptz
);

-- What is written back to somebody whose sign-up by mail lacks something: at most once a mail.
create table mail_answers (
    mail_id      bigint      primary key references mails_in (id),
    case_id      bigint      not null,      -- The draft.
    address      text        not null,      -- Personal.
    state        text        not null check (state in
        ('due', 'sent', 'refused',
         'withheld')),                      -- This address had enough of them for today.
    asked_at     timestamptz not null default clock(),
    due_at       timestamptz not null default clock(),
    attempts     integer     not null default 0,
    leased_until timestamptz not null default '-infinity',
    settled_at   timestamptz,
    trouble      text
);

create index mail_answers_due on mail_answers (due_at) where state = 'due';
create index mail_answers_to on mail_answers (lower(address), asked_at) where state <> 'withheld';
