-- 0020 who saw it: the access log names objects and persons, the audit the roles, a stored answer its persons; unknown
-- callers are counted.

set local role clea_owner;

-- One row an answer, whatever it shows: a list names its fifty candidates in one array. Ids are UUIDv7 like all others,
-- in the order of their making, so that they can be read by page; what was there keeps its place before them.
alter table access_log alter column id drop identity;
alter table access_log alter column id type uuid using lpad(to_hex(id), 32, '0')::uuid;
comment on column access_log.id is 'UUIDv7 in the order of writing; those of the first days count from 1';

alter table access_log
    add column roles         text[],
    add column function_id   uuid,
    add column candidate_ids uuid[] not null default '{}',
    add column person_ids    uuid[] not null default '{}',
    add column object_ids    uuid[] not null default '{}';
update access_log
set candidate_ids = case when candidate_id is null then '{}' else array[candidate_id] end,
    object_ids = case when object_id is null then '{}' else array[object_id] end;
drop index access_log_by_candidate;
alter table access_log drop column candidate_id, drop column object_id;
comment on table access_log is 'What was shown to whom, written before it is sent (decisions 4 and 46): reads, dry runs, replays, refusals that tell of a person';
comment on column access_log.roles is 'Roles of the caller at that moment';
comment on column access_log.function_id is 'Function in which the person acted';
comment on column access_log.candidate_ids is 'Candidates that the answer names';
comment on column access_log.person_ids is 'Persons who work here that the answer names';
comment on column access_log.object_ids is 'What else of somebody''s file it names: candidacies, evaluations, sessions ...';
comment on column access_log.object_kind is 'Kind of resource that was asked';
-- Two indexes of one element each stay small in their lists of new entries; the readers are few (accesses_of()).
create index access_log_by_candidate on access_log using gin (candidate_ids);
create index access_log_by_object on access_log using gin (object_ids);

-- No digest of the object before and after. What an object was before and after each act is in candidacy_event, which is
-- append-only and replayed to the live state by a test; a digest of the answer alone proves nothing that this does not,
-- and a keyed one needs a secret that lives as long as the log.
alter table audit
    drop column before_digest,
    drop column after_digest,
    add column roles       text[],
    add column function_id uuid;
comment on column audit.roles is 'Roles of the caller at that moment';
comment on column audit.function_id is 'Function in which the person acted';

alter table idempotency_record
    add column candidate_ids uuid[] not null default '{}',
    add column person_ids    uuid[] not null default '{}';
comment on column idempotency_record.candidate_ids is 'Candidates that the stored answer names: what an erasure looks for';
comment on column idempotency_record.person_ids is 'Persons who work here that it names';

create table refused_caller (
    minute     timestamptz not null,
    address    text not null,
    key_prefix text not null,
    reason     text not null,
    count      bigint not null constraint refused_caller_count check (count > 0),
    constraint refused_caller_pk primary key (minute, address, key_prefix, reason)
);
comment on table refused_caller is 'Callers whom nobody knows (401), counted: they cost no work of the database in their request';
comment on column refused_caller.minute is 'Beginning of the minute';
comment on column refused_caller.address is 'Address of the client, or that of the proxy in front; OTHERS = more addresses than are counted one by one';
comment on column refused_caller.key_prefix is 'First characters of the key that was shown, as its owner knows it; empty = none, or nothing of ours';
comment on column refused_caller.reason is 'Code of the refusal';
comment on column refused_caller.count is 'How many requests';

do $$
begin
    alter table refused_caller enable row level security;
    alter table refused_caller force row level security;
    execute 'create policy refused_caller_owner on refused_caller to clea_owner using (true) with check (true)';
end
$$;
