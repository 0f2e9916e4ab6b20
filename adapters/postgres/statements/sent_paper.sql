select d.content, p.document, p.template_version
from sent_papers p join documents d on d.id = p.document
where p.reference = $1 and p.kind = $2 and p.name = $3
