select message, case_id, reference, under_way, net, total, paid, organisation
  from payable_invoices where state = 'payment_due' and paid < total
