-- The rules that administrators change without a program: the catalogue, and the texts of mails and
-- papers.  Each version is written once; that it was approved, or withdrawn, is a line beside it.
--
-- For the auditor: a version comes into force by the approval of another member than its author, at
-- the earliest a moment after it, so that every server knows it before it counts (workflow decisions
-- go by the catalogue of their own time, and a replay decides by the same).  What is in force is
-- never changed and cannot be withdrawn: going back is a new version with the old text.

create table rule_versions (
    number    bigint      generated always as identity primary key,
    subject   text        not null,  -- "catalogue", "mail/held", "paper/invoice"
    texts     jsonb       not null,  -- {"toml": …} of the catalogue, {"en": …, "fr": …, "nl": …} of a text.
    note      text        not null,  -- Why.
    author    text        not null,  -- As the journal names members: "staff:17", "cli".
    effective date        not null,  -- The day from which it is wanted, where the registry is.
    starts_at timestamptz not null,  -- The beginning of that day.
    made_at   timestamptz not null default clock(),
    constraint a_version_has_texts check (jsonb_typeof(texts) = 'object' and texts <> '{}')
);
create index rule_versions_of on rule_versions (subject, number);

create table rule_approvals (
    version     bigint      primary key references rule_versions (number),
    approver    text        not null,
    approved_at timestamptz not null default clock(),
    in_force_at timestamptz not null
);

create table rule_withdrawals (
    version      bigint      primary key references rule_versions (number),
    withdrawn_by text        not null,
    withdrawn_at timestamptz not null default clock()
);

create function rule_versions_are_append_only() returns trigger
language plpgsql as $$
begin
    raise exception 'versions of rules are append-only';
end $$;

create trigger rule_versions_stay before update or delete on rule_versions
    for each row execute function rule_versions_are_append_only();
create trigger rule_versions_are_not_truncated before truncate on rule_versions
    for each statement execute function rule_versions_are_append_only();
create trigger rule_approvals_stay before update or delete on rule_approvals
    for each row execute function rule_versions_are_append_only();
create trigger rule_approvals_are_not_truncated before truncate on rule_approvals
    for each statement execute function rule_versions_are_append_only();
create trigger rule_withdrawals_stay before update or delete on rule_withdrawals
    for each row execute function rule_versions_are_append_only();
create trigger rule_withdrawals_are_not_truncated before truncate on rule_withdrawals
    for each statement execute function rule_versions_are_append_only();

-- Four eyes, held here as well: whoever writes to these tables cannot approve its own version.
create function rule_approvals_have_four_eyes() returns trigger
language plpgsql as $$
begin
    if (select author from rule_versions where number = new.version) = new.approver then
        raise exception 'nobody approves a version of its own';
    end if;
    return new;
end $$;
create trigger rule_approvals_have_four_eyes before insert on rule_approvals
    for each row execute function rule_approvals_have_four_eyes();

-- What members did to the rules stands in the log of staff, too; the command line is no member.
create function note_rule(its_actor text, its_what text, its_version bigint, its_subject text)
returns void language plpgsql as $$
begin
    if its_actor ~ '^staff:[0-9]+$' then
        perform note_staff(its_actor, its_what, substr(its_actor, 7)::bigint,
                           jsonb_build_object('version', its_version, 'subject', its_subject));
    end if;
end $$;

-- A version with what became of it.
create view rule_standings as
select v.number, v.subject, v.texts::text as texts, v.note, v.author, v.starts_at,
       to_char(v.effective, 'YYYY-MM-DD') as effective,
       (extract(epoch from v.made_at) * 1000000)::bigint as made_at,
       coalesce(a.approver, '') as approver,
       (extract(epoch from a.approved_at) * 1000000)::bigint as approved_at,
       (extract(epoch from a.in_force_at) * 1000000)::bigint as in_force_at,
       coalesce(w.withdrawn_by, '') as withdrawn_by,
       (extract(epoch from w.withdrawn_at) * 1000000)::bigint as withdrawn_at
  from rule_versions v
  left join rule_approvals a on a.version = v.number
  left join rule_withdrawals w on w.version = v.number;

create function propose_rule(its_author text, its_subject text, its_texts jsonb, its_note text,
                             its_day date, its_zone text)
returns bigint language plpgsql as $$
declare
    its_number bigint;
begin
    insert into rule_versions (author, subject, texts, note, effective, starts_at)
    values (its_author, its_subject, its_texts, its_note, its_day,
            its_day::timestamp at time zone its_zone)
    returning number into its_number;
    perform note_rule(its_author, 'rule_proposed', its_number, its_subject);
    return its_number;
end $$;

-- "done", or why not: "unknown", "own", "approved", "withdrawn".  The lock is on the version: of an
-- approval and a withdrawal at the same moment one comes second.
create function approve_rule(its_approver text, its_version bigint, notice_seconds integer)
returns text language plpgsql as $$
declare
    it rule_versions;
begin
    select * into it from rule_versions where number = its_version for update;
    if not found then return 'unknown'; end if;
    if it.author = its_approver then return 'own'; end if;
    if exists (select from rule_withdrawals where version = its_version) then return 'withdrawn'; end if;
    if exists (select from rule_approvals where version = its_version) then return 'approved'; end if;
    insert into rule_approvals (version, approver, in_force_at)
    values (its_version, its_approver,
            greatest(it.starts_at, clock() + make_interval(secs => notice_seconds)));
    perform note_rule(its_approver, 'rule_approved', its_version, it.subject);
    return 'done';
end $$;

-- "done", or why not: "unknown", "withdrawn", "in_force": also what is so within a moment, since a
-- server might not hear of it in time.
create function withdraw_rule(its_actor text, its_version bigint, notice_seconds integer)
returns text language plpgsql as $$
declare
    it rule_versions;
begin
    select * into it from rule_versions where number = its_version for update;
    if not found then return 'unknown'; end if;
    if exists (select from rule_withdrawals where version = its_version) then return 'withdrawn'; end if;
    if exists (select from rule_approvals where version = its_version
                and in_force_at <= clock() + make_interval(secs => notice_seconds)) then
        return 'in_force';
    end if;
    insert into rule_withdrawals (version, withdrawn_by) values (its_version, its_actor);
    perform note_rule(its_actor, 'rule_withdrawn', its_version, it.subject);
    return 'done';
end $$;
