select note_staff($1::text, 'adapter_tried', substr($1::text, 7)::bigint,
                  jsonb_build_object('adapter', $2::text, 'outcome', $3::text,
                                     'milliseconds', $4::bigint))
