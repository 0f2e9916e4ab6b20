select number, its_year, its_position, issued_on, payment from next_invoice($1, $2)
