-- $1 application, $2 where the registry is, $3 how many days.  Who else than the applicant has read
-- of it on which day, the latest first: no names.
select to_char(day, 'YYYY-MM-DD') as day, kind, count(*) as times
  from (select (at at time zone $2)::date as day,
               case when who like 'token:%' then 'integration' else role end as kind
          from readings where case_id = $1 and door <> 'portal') as each
 group by day, kind
 order by day desc, kind
 limit $3
