-- Secrets that a neighbour has replaced by newer ones, such as a refresh token that is good for one
-- use.  What the configuration names is where they began; once it names another, that one counts.
create table renewed_secrets (
    name       text        not null,   -- "adobe_sign/refresh_token"
    began_as   text        not null,   -- SHA-256 of the configured one.
    sealed     bytea       not null,   -- With sealing.key, for this name and this beginning.
    renewed_at timestamptz not null default clock(),
    primary key (name, began_as)
);
