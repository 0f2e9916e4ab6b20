select content, media_type, file_name from documents where id = $1
