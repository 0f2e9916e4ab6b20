select write_lines($1::bigint[], $2::integer[], $3::timestamptz[], $4::text[], $5::text[],
                   $6::text[], $7::text[], $8::bytea[], $9::bytea[], $10::bytea[], $11::text[],
                   $12::boolean[], $13::boolean[], $14::text[], $15::text[], $16::text[],
                   $17::text[], $18::text[],
                   $19::integer[], $20::text[], $21::text[], $22::text[],
                   $23::integer[], $24::text[], $25::timestamptz[],
                   $26::bigint[], $27::integer[], $28::bigint[], $29::integer[],
                   $30::bigint[], $31::integer[])
