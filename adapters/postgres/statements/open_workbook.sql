insert into workbook_entries (workbook, number, who, what, said)
values (nextval('workbook_numbers'), 1, $1, 'opened', $2)
returning workbook
