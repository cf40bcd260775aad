-- 0009 idempotency, audit, access log. Digests and ids only; no personal value ever enters a log.

set local role clea_owner;

create table idempotency_record (
    principal_key text not null,
    method        text not null,
    path          text not null,
    key           text not null constraint idempotency_record_key check (char_length(key) between 1 and 255),
    scope         text not null default current_scope(),
    scope_id      uuid default current_scope_id(),
    fingerprint   bytea not null constraint idempotency_record_fingerprint check (octet_length(fingerprint) = 32),
    status        int not null,
    etag          text,
    location      text,
    body          text not null default '',
    created_at    timestamptz not null default clock_timestamp(),
    constraint idempotency_record_one_use primary key (principal_key, method, path, key)
);
comment on table idempotency_record is 'Answers kept for retries, written in the transaction of the act (decision 24)';
comment on column idempotency_record.principal_key is 'Organism and person, or partner: a rotated key replays';
comment on column idempotency_record.method is 'HTTP method';
comment on column idempotency_record.path is 'Path';
comment on column idempotency_record.key is 'Idempotency-Key';
comment on column idempotency_record.scope is 'Scope that acted';
comment on column idempotency_record.scope_id is 'Which one';
comment on column idempotency_record.fingerprint is 'SHA-256 of Content-Type and body';
comment on column idempotency_record.status is 'Status answered';
comment on column idempotency_record.etag is 'ETag answered';
comment on column idempotency_record.location is 'Location answered';
comment on column idempotency_record.body is 'Body answered';
comment on column idempotency_record.created_at is 'For the purge after 30 days';
create index idempotency_record_by_age on idempotency_record (created_at);

create table audit (
    id                 bigint not null generated always as identity constraint audit_pk primary key,
    recorded_at        timestamptz not null default clock_timestamp(),
    scope              text not null default current_scope(),
    scope_id           uuid default current_scope_id(),
    person_id          uuid,
    credential_id      uuid,
    request_id         text,
    action             text not null,
    object_kind        text not null,
    object_id          uuid,
    outcome            text not null constraint audit_outcome check (outcome in ('ACCEPTED', 'REFUSED')),
    reason             text,
    idempotency_digest bytea,
    before_digest      bytea,
    after_digest       bytea,
    data               jsonb not null default '{}'
);
comment on table audit is 'Who changed what, or was refused: append-only, in the transaction of the act';
comment on column audit.id is 'Order of writing';
comment on column audit.recorded_at is 'When';
comment on column audit.scope is 'Scope that acted';
comment on column audit.scope_id is 'Which one';
comment on column audit.person_id is 'Person who acted';
comment on column audit.credential_id is 'Key or token used';
comment on column audit.request_id is 'Request';
comment on column audit.action is 'Operation or event';
comment on column audit.object_kind is 'Table of the object';
comment on column audit.object_id is 'The object';
comment on column audit.outcome is 'ACCEPTED or REFUSED';
comment on column audit.reason is 'Reason code of a refusal';
comment on column audit.idempotency_digest is 'Digest of the idempotency key';
comment on column audit.before_digest is 'Keyed digest of the object before';
comment on column audit.after_digest is 'Keyed digest of the object after';
comment on column audit.data is 'Ids and codes only';
create index audit_by_object on audit (object_id, id);
create index audit_by_scope on audit (scope, scope_id, id);

create table access_log (
    id            bigint not null generated always as identity constraint access_log_pk primary key,
    read_at       timestamptz not null default clock_timestamp(),
    scope         text not null default current_scope(),
    scope_id      uuid default current_scope_id(),
    person_id     uuid,
    credential_id uuid,
    request_id    text,
    action        text not null,
    object_kind   text not null,
    object_id     uuid,
    candidate_id  uuid,
    status        int not null
);
comment on table access_log is 'Who read personal data; written on the reading connection (decision 4), 304 included';
comment on column access_log.id is 'Order of writing';
comment on column access_log.read_at is 'When';
comment on column access_log.scope is 'Scope that read';
comment on column access_log.scope_id is 'Which one';
comment on column access_log.person_id is 'Person who read';
comment on column access_log.credential_id is 'Key or token used';
comment on column access_log.request_id is 'Request';
comment on column access_log.action is 'Operation';
comment on column access_log.object_kind is 'Table of the object';
comment on column access_log.object_id is 'The object; null for a list';
comment on column access_log.candidate_id is 'Whose data';
comment on column access_log.status is 'Status answered';
create index access_log_by_candidate on access_log (candidate_id, id);

do $$
declare
    name text;
begin
    foreach name in array array['idempotency_record', 'audit', 'access_log'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
