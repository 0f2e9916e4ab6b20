select d.content, p.document, p.template_version,
       p.signature_page, p.signature_x, p.signature_y, p.signature_width, p.signature_height
from sent_papers p join documents d on d.id = p.document
where p.reference = $1 and p.kind = $2 and p.name = $3
