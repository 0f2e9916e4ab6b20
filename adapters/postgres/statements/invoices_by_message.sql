select message, case_id, reference, under_way, net, total, paid, organisation
  from payable_invoices where message = any ($1::text[])
