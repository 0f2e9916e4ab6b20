insert into application (id, tenant_id, state, data)
select i, i % 50, 'submitted',
       jsonb_build_object('registrar', 'Example Registrar ' || i, 'iana_id', i,
                          'contact', 'ops' || i || '@example.test', 'country', 'GB',
                          'tlds', jsonb_build_array('example', 'test'), 'note', repeat('x', 80))
  from generate_series(1, $1::int) i
