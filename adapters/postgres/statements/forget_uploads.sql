select forget_uploads(make_interval(days => $1))
