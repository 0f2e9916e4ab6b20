insert into invoices (number, series, year, position, effect_key, case_id, credits, issued_on,
                      net, vat, total, structured_message, page, ubl)
values ($1, $2, $3, $4, $5, $6, nullif($7, ''), $8, $9, $10, $11, nullif($12, ''), $13, $14)
