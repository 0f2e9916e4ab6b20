select sealed from renewed_secrets where name = $1 and began_as = $2
