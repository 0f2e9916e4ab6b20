select from pg_database where datname = 'doorstep'
