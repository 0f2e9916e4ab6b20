select reference, what from rebuilt_differences order by 1
