-- The document that this effect has got already.
select page, ubl from invoices where effect_key = $1
