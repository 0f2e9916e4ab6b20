-- The registry's staff: who may log in to the console, in which roles, and who did what to whom.
--
-- For the auditor: as with registrars (sql/140) nothing here opens a door by itself.  Passwords are
-- argon2id hashes with a pepper that is not in the database, the secrets of phones are sealed with
-- sealing.key, and of sessions and invitations only the SHA-256 of the token is kept.  Members are
-- never deleted, since the journal names them by their number ("staff:17"), and staff_log, as the
-- journal, takes lines and gives none up.

-- Of 006: nothing was ever written to it.
drop table users;

create table staff (
    number        bigint      generated always as identity primary key,
    email         text        not null,
    email_folded  text        not null,   -- Without capitals: one person, one account.
    name          text        not null,
    language      text        not null,
    roles         text[]      not null,   -- Of domain.md.
    until         date,                   -- The last day of an auditor, or of whom it is set for.
    ends_at       timestamptz,            -- The end of that day where the registry is.
    password_hash text,                   -- argon2id; null until an invitation is accepted.
    secret_sealed bytea,                  -- Of the phone key, AES-256-GCM; since it was shown.
    enrolled_at   timestamptz,            -- Since a first phone key was right.
    last_step     bigint      not null default 0,  -- RFC 6238 steps up to this one are used up.
    added_at      timestamptz not null default clock(),
    disabled_at   timestamptz,
    -- Who it is at the OpenID provider, from the first time on: an address may be given to somebody
    -- else, a subject never is (OpenID Connect Core 1.0, section 5.7).
    sign_on_issuer  text,
    sign_on_subject text,
    constraint an_address_has_one_account unique (email_folded),
    constraint sign_on_is_whole check ((sign_on_issuer is null) = (sign_on_subject is null)),
    constraint a_subject_has_one_account unique (sign_on_issuer, sign_on_subject),
    constraint languages_are_known check (language in ('en', 'nl', 'fr')),
    constraint roles_are_known check (
        cardinality(roles) > 0
        and roles <@ array['clerk', 'approver', 'finance', 'auditor', 'administrator']),
    constraint administrators_do_not_decide check (
        not 'administrator' = any(roles) or not roles && array['clerk', 'approver', 'finance']),
    constraint auditors_only_read_and_for_a_time check (
        not 'auditor' = any(roles) or (cardinality(roles) = 1 and until is not null)),
    constraint a_last_day_ends check ((until is null) = (ends_at is null)),
    constraint staff_enrolled_with_a_secret check (enrolled_at is null or secret_sealed is not null)
);

-- For who has lost the phone; each is good once.
create table staff_recovery_codes (
    staff   bigint      not null references staff (number),
    number  integer     not null check (number between 0 and 9),  -- Its first digit.
    hash    text        not null,  -- argon2id.
    used_at timestamptz,
    primary key (staff, number)
);

-- Who is logged in, and who is about to show its first phone key ('enrolment').
create table staff_sessions (
    token_hash bytea       primary key,  -- SHA-256 of 256 random bits.
    staff      bigint      not null references staff (number),
    kind       text        not null check (kind in ('session', 'enrolment')),
    opened_at  timestamptz not null default clock(),
    seen_at    timestamptz not null default clock(),
    proved_at  timestamptz               -- When a phone key was last shown.
);
create index staff_sessions_of on staff_sessions (staff);
create index staff_sessions_by_age on staff_sessions (opened_at);

-- The link with which a password is chosen: one a member, the latest.
create table staff_invitations (
    staff      bigint      primary key references staff (number),
    token_hash bytea       not null unique,  -- SHA-256 of 256 random bits.
    made_at    timestamptz not null default clock(),
    expires_at timestamptz not null,
    used_at    timestamptz
);

-- Who did what to whom.  Lines are added and never changed.
create table staff_log (
    line  bigint      generated always as identity primary key,
    at    timestamptz not null default clock(),
    actor text        not null,  -- "cli", "cli:anna", "staff:1", as the journal has it.
    what  text        not null,  -- "added", "changed", "invited", "password_chosen", "disabled", …
    staff bigint      not null references staff (number),  -- To whom.
    said  jsonb       not null default '{}'  -- Roles and the like; no names, addresses or secrets.
);

create function staff_log_is_append_only() returns trigger
language plpgsql as $$
begin
    raise exception 'the log of staff is append-only';
end $$;

create trigger staff_log_is_append_only before update or delete on staff_log
    for each row execute function staff_log_is_append_only();
create trigger staff_log_is_not_truncated before truncate on staff_log
    for each statement execute function staff_log_is_append_only();

create function note_staff(its_actor text, its_what text, the_staff bigint, its_said jsonb default '{}')
returns void language sql as $$
    insert into staff_log (actor, what, staff, said)
    values (its_actor, its_what, the_staff, its_said);
$$;

-- As lists and sessions show them: without what opens doors.
create view staff_members as
select number, email, email_folded, name, language, to_json(roles)::text as roles,
       coalesce(to_char(until, 'YYYY-MM-DD'), '') as until,
       password_hash is not null as has_password, enrolled_at is not null as enrolled,
       (extract(epoch from added_at) * 1000000)::bigint as added_at,
       (extract(epoch from disabled_at) * 1000000)::bigint as disabled_at,
       disabled_at is null and coalesce(ends_at > clock(), true) as may_work
  from staff;

-- What a change of a member leaves in the log.
create function staff_terms(the_roles text[], its_until date, its_language text)
returns jsonb language sql as $$
    select jsonb_strip_nulls(jsonb_build_object(
               'roles', the_roles, 'until', its_until, 'language', its_language));
$$;

-- A new member; null if the address has an account already.
create function add_staff(its_actor text, its_email text, its_folded text, its_name text,
                          its_language text, the_roles text[], its_until date, its_zone text)
returns bigint language plpgsql as $$
declare
    its_number bigint;
begin
    insert into staff (email, email_folded, name, language, roles, until, ends_at)
    values (its_email, its_folded, its_name, its_language, the_roles, its_until,
            (its_until + 1)::timestamp at time zone its_zone)
    on conflict (email_folded) do nothing
    returning number into its_number;
    if its_number is not null then
        perform note_staff(its_actor, 'added', its_number,
                           staff_terms(the_roles, its_until, its_language));
    end if;
    return its_number;
end $$;

-- False for nobody.  Applied to open sessions at once: they read the member.
create function change_staff(its_actor text, the_staff bigint, its_name text, its_language text,
                             the_roles text[], its_until date, its_zone text)
returns boolean language plpgsql as $$
begin
    update staff set name = its_name, language = its_language, roles = the_roles,
                     until = its_until,
                     ends_at = (its_until + 1)::timestamp at time zone its_zone
     where number = the_staff;
    if not found then return false; end if;
    perform note_staff(its_actor, 'changed', the_staff,
                       staff_terms(the_roles, its_until, its_language));
    return true;
end $$;

-- A new link to choose a password with.  The old password, an older link and every session are gone,
-- and whoever the provider vouches for next with this address is it.
-- False for nobody, and for who is disabled.
create function invite_staff(its_actor text, the_staff bigint, the_hash bytea, its_seconds integer,
                             forget_phone boolean)
returns boolean language plpgsql as $$
begin
    update staff set password_hash = null, sign_on_issuer = null, sign_on_subject = null
     where number = the_staff and disabled_at is null;
    if not found then return false; end if;
    insert into staff_invitations (staff, token_hash, expires_at)
    values (the_staff, the_hash, clock() + make_interval(secs => its_seconds))
    on conflict (staff) do update
       set token_hash = excluded.token_hash, made_at = clock(), expires_at = excluded.expires_at,
           used_at = null;
    delete from staff_sessions where staff = the_staff;
    perform note_staff(its_actor, 'invited', the_staff);
    if forget_phone then perform forget_staff_phone(its_actor, the_staff); end if;
    return true;
end $$;

-- The next login shows a new secret.  Whoever was logged in is so no longer.
create function forget_staff_phone(its_actor text, the_staff bigint)
returns void language plpgsql as $$
begin
    update staff set secret_sealed = null, enrolled_at = null
     where number = the_staff and secret_sealed is not null;
    if not found then return; end if;
    delete from staff_recovery_codes where staff = the_staff;
    delete from staff_sessions where staff = the_staff;
    perform note_staff(its_actor, 'phone_forgotten', the_staff);
end $$;

-- Who it is for whom the provider vouches: by its subject, or else by its address if nobody was it
-- before.  Another issuer begins anew.  Null for nobody, and for who may not work.
create function sign_on_staff(its_issuer text, its_subject text, its_folded text)
returns bigint language plpgsql as $$
declare
    its_number bigint;
begin
    select m.number into its_number from staff s join staff_members m on m.number = s.number
     where s.sign_on_issuer = its_issuer and s.sign_on_subject = its_subject and m.may_work;
    if found then return its_number; end if;
    update staff s set sign_on_issuer = its_issuer, sign_on_subject = its_subject
      from staff_members m
     where m.number = s.number and m.may_work and s.email_folded = its_folded
       and s.sign_on_issuer is distinct from its_issuer
       and not exists (select from staff other
                        where other.sign_on_issuer = its_issuer
                          and other.sign_on_subject = its_subject)
    returning s.number into its_number;
    if found then perform note_staff('staff:' || its_number, 'sign_on_bound', its_number); end if;
    return its_number;
end $$;

-- Uses an invitation up; null if it was, has expired, or is nobody's who may work.
create function accept_staff_invitation(its_token_hash bytea, its_password_hash text)
returns bigint language plpgsql as $$
declare
    its_staff bigint;
begin
    update staff_invitations i set used_at = clock() from staff_members m
     where i.token_hash = its_token_hash and i.used_at is null and i.expires_at > clock()
       and m.number = i.staff and m.may_work
    returning i.staff into its_staff;
    if its_staff is null then return null; end if;
    update staff set password_hash = its_password_hash where number = its_staff;
    delete from staff_sessions where staff = its_staff;
    perform note_staff('staff:' || its_staff, 'password_chosen', its_staff);
    return its_staff;
end $$;

-- False for nobody, and for who is so already.
create function disable_staff(its_actor text, the_staff bigint)
returns boolean language plpgsql as $$
begin
    update staff set disabled_at = clock() where number = the_staff and disabled_at is null;
    if not found then return false; end if;
    delete from staff_sessions where staff = the_staff;
    delete from staff_invitations where staff = the_staff;
    perform note_staff(its_actor, 'disabled', the_staff);
    return true;
end $$;

create function enable_staff(its_actor text, the_staff bigint)
returns boolean language plpgsql as $$
begin
    update staff set disabled_at = null where number = the_staff and disabled_at is not null;
    if not found then return false; end if;
    perform note_staff(its_actor, 'enabled', the_staff);
    return true;
end $$;

-- As enrol_phone() of sql/140.
create function enrol_staff_phone(the_staff bigint, the_secret bytea, the_step bigint, hashes text[])
returns boolean language plpgsql as $$
begin
    update staff set enrolled_at = clock(), last_step = the_step
     where number = the_staff and enrolled_at is null and secret_sealed = the_secret
       and last_step < the_step;
    if not found then return false; end if;
    delete from staff_recovery_codes where staff = the_staff;
    insert into staff_recovery_codes (staff, number, hash)
    select the_staff, ordinality - 1, hash from unnest(hashes) with ordinality as given (hash);
    perform note_staff('staff:' || the_staff, 'phone_enrolled', the_staff);
    return true;
end $$;

-- Opens a session, and forgets those that nobody could use any more.
create function open_staff_session(the_hash bytea, the_staff bigint, its_kind text, its_proof text)
returns void language plpgsql as $$
begin
    delete from staff_sessions where opened_at < clock() - interval '1 day';
    insert into staff_sessions (token_hash, staff, kind, proved_at)
    values (the_hash, the_staff, its_kind, case when its_proof = 'phone_key' then clock() end);
    if its_kind = 'session' then
        perform note_staff('staff:' || the_staff, 'logged_in', the_staff,
                           jsonb_build_object('by', its_proof));
    end if;
end $$;
