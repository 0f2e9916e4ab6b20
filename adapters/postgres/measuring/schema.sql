-- The floor's tables: the rows of one durable transition, and nothing around them.
create table application (
    id bigint primary key, tenant_id int not null, state text not null,
    version int not null default 0, head_hash bytea not null default decode(repeat('00', 32), 'hex'),
    data jsonb not null, created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
) with (fillfactor = 80);

create table audit_event (
    application_id bigint not null, seq int not null, actor text not null, event text not null,
    from_state text not null, to_state text not null, at timestamptz not null, payload jsonb not null,
    prev_hash bytea not null, hash bytea not null, primary key (application_id, seq)
);

create table job (
    id bigint generated always as identity primary key, kind text not null, run_at timestamptz not null,
    status smallint not null default 0, payload jsonb not null, idempotency_key text not null unique
);
create index job_ready on job (run_at) where status = 0;

create function transition_batch(p_ids bigint[], p_to text, p_event text, p_actor text,
                                 p_payload jsonb, p_hash bytea)
returns bigint language sql as $$
    with r as (select distinct unnest(p_ids) as id order by 1),
    cur as (select a.id, a.state, a.version, a.head_hash
              from application a join r using (id) order by a.id for update of a),
    upd as (update application a
               set state = p_to, version = a.version + 1, head_hash = p_hash, updated_at = now()
              from cur where a.id = cur.id
            returning a.id, a.version, cur.state as from_state, cur.head_hash as prev),
    aud as (insert into audit_event
            select id, version, p_actor, p_event, from_state, p_to, now(), p_payload, prev, p_hash
              from upd),
    jb as (insert into job (kind, run_at, payload, idempotency_key)
           select 'notify', now(), p_payload, id || ':' || version from upd)
    select count(*) from upd
$$;
