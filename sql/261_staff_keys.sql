-- Single-key shortcuts of the console can be switched off, by each member for itself (WCAG 2.1.4).
alter table staff add column single_keys boolean not null default true;

create or replace view staff_members as
select number, email, email_folded, name, language, to_json(roles)::text as roles,
       coalesce(to_char(until, 'YYYY-MM-DD'), '') as until,
       password_hash is not null as has_password, enrolled_at is not null as enrolled,
       (extract(epoch from added_at) * 1000000)::bigint as added_at,
       (extract(epoch from disabled_at) * 1000000)::bigint as disabled_at,
       disabled_at is null and coalesce(ends_at > clock(), true) as may_work,
       single_keys
  from staff;
