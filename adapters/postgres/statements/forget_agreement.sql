update agreements
   set standing = 'voided', settled_at = clock(), signer = ''
 where id = $1 and settled_at is null
