-- $1 what was read, as a JSON array, the earliest first; each says how long ago that was, so that the
-- time is the database's.
insert into readings (at, who, role, door, what, case_id, document)
select clock() - make_interval(secs => each.ago), each.who, each.role, each.door, each.what,
       each.case_id, each.document
  from rows from (json_to_recordset($1::json)
                  as (ago double precision, who text, role text, door text, what text[],
                      case_id bigint, document text)) with ordinality
       as each (ago, who, role, door, what, case_id, document, number)
 order by each.number
