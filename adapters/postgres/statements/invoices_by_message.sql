select message, case_id, reference, under_way, net, total, paid, organisation
  from invoices where message = any ($1::text[])
