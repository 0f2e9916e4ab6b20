insert into workbook_entries (workbook, number, who, what, said)
values ($1, $2, $3, $4, $5)
on conflict do nothing
