update agreements
   set standing = $3, settled_at = clock(), signer = '', trouble = '', papers = $4
 where id = $1 and attempts = $2 and settled_at is null
