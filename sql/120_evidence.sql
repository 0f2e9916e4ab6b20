-- Why an application is believed: what registers outside, and our own checks, have said about it.
--
-- For the auditor: rows are added and never changed or deleted.  What is personal stands beside, in
-- evidence_details, where it can be erased; `commitment` is its HMAC-SHA256 under a random salt that
-- is erased with it, so that what is still there can be proven to be what was there.
create table evidence (
    id             bigint      generated always as identity primary key,
    key            text        not null unique,  -- Of the asking: the effect, the number in it.
    case_id        bigint      not null,
    check_name     text        not null,         -- vat, iana, registration
    source         text        not null,         -- Who says so: VIES, IANA, RDAP.
    source_version text        not null,         -- SHA-256 of a list, a consultation number, …
    source_date    text        not null,         -- As the source has it; empty if it has none.
    outcome        text        not null check (outcome in ('valid', 'invalid', 'doubtful', 'unavailable')),
    code           text        not null,         -- The sentence that explains it.
    at             timestamptz not null default clock(),
    expires_at     timestamptz,                  -- Too old to rest on after that.
    commitment     bytea       not null
);

create index evidence_of_case on evidence (case_id, id desc);

create table evidence_details (
    evidence_id bigint primary key references evidence (id),
    salt        bytea  not null,
    subject     text   not null,   -- What was asked about: a number, an id, a domain name.  Personal.
    details     text   not null    -- Canonical JSON: what fills the sentence, and the doubts.  Personal.
);

create index evidence_by_subject on evidence_details (subject, evidence_id desc);

create function refuse_new_evidence() returns trigger language plpgsql as $$
begin
    raise exception 'evidence stays as it was found';
end $$;

create trigger evidence_stays before update or delete on evidence
    for each row execute function refuse_new_evidence();
create trigger evidence_details_stay before update on evidence_details  -- They can only be erased.
    for each row execute function refuse_new_evidence();
