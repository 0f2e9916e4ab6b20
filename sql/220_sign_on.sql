-- Whom the OpenID provider vouches for is known by its subject there, from the first time on: an
-- address may be given to somebody else, a subject never is (OpenID Connect Core 1.0, section 5.7).
alter table staff
    add column sign_on_issuer  text,
    add column sign_on_subject text,
    add constraint sign_on_is_whole check ((sign_on_issuer is null) = (sign_on_subject is null)),
    add constraint a_subject_has_one_account unique (sign_on_issuer, sign_on_subject);

-- Who it is: by its subject, or else by its address if nobody was it before.  Another issuer begins
-- anew.  Null for nobody, and for who may not work.
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

-- As in 150; and whoever comes next with its address is it.
create or replace function invite_staff(its_actor text, the_staff bigint, the_hash bytea,
                                        its_seconds integer, forget_phone boolean)
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
