select page, ubl from invoices where number = $1
