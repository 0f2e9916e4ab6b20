-- The floor's table: a webhook as it came, and nothing around it.
create table webhook_floor (
    id bigint generated always as identity primary key, provider text not null,
    received_at timestamptz not null default now(), signature text not null, body bytea not null,
    status smallint not null default 0
)
