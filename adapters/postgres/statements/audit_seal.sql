-- $1 to $3 the entries' positions, cases and lines; $4 to $6 the rules' versions, hashes, positions;
-- $7 to $9 the tiles that have changed; $10 the new size, $11 where to look from, or null.
with entries as (
    insert into audit_entries (position, case_id, line)
    select * from unnest($1::bigint[], $2::bigint[], $3::integer[])),
rules as (
    update audit_rules r set position = d.position
      from unnest($4::text[], $5::text[], $6::bigint[]) as d (version, sha256, position)
     where r.version = d.version and r.sha256 = d.sha256),
tiles as (
    insert into audit_tiles (level, number, hashes)
    select * from unnest($7::smallint[], $8::bigint[], $9::bytea[])
    on conflict (level, number) do update set hashes = excluded.hashes)
update audit_log
   set size = $10, seen = coalesce($11::bigint, seen),
       cluster = case when $11::bigint is null then cluster
                      else (select system_identifier from pg_control_system()) end
