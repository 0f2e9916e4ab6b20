select write_line($1::bigint, $2::integer, $3::timestamptz, $4, $5, $6, $7, $8::bytea, $9::bytea,
                  $10::bytea, $11, $12::boolean, $13::boolean, $14, $15, $16, $17, $18,
                  $19::text[], $20::text[], $21::text[], $22::text[], $23::timestamptz[],
                  $24, $25::bigint, $26::integer)
