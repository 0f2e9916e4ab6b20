-- The credit note that takes this invoice back.
select number from invoices where credits = $1
