-- 0014 keys: of people and of partners' systems, their permissions and addresses, rotation, last use.
--
-- A key of a person rests on the person and on a scope: of the roles of its row it has those that the person holds there
-- today. A key of a partner has no person and rests on its organism, network or commission. Who may be what where is said
-- by api_key_roles_of_scope.

set local role clea_owner;

alter table api_key
    add column permissions   text[] not null default '{READ,WRITE}',
    add column allowed_from  cidr[],
    add column rotated_from_id uuid constraint api_key_rotated_from references api_key,
    add column created_by_id uuid constraint api_key_created_by references person,
    add column revoked_at    timestamptz;
comment on column api_key.permissions is 'What its holder lets it do: READ, WRITE, KEYS';
comment on column api_key.allowed_from is 'Networks that it may be used from; null = any';
comment on column api_key.rotated_from_id is 'The key that it takes the place of; both work until that one expires';
comment on column api_key.created_by_id is 'The person whose key made it; null = a system, or the operator';
comment on column api_key.revoked_at is 'Real time of its revocation';

-- Keys of earlier times that say what no key may say are revoked; of the others the roles that fit stay.
update api_key set roles = array(
    select role from unnest(roles) role
    where role = any (case scope
        when 'ORGANISM' then '{COUNSELLOR,EVALUATOR,TRAINER,REFERENT}'
        when 'NETWORK' then '{NETWORK_MANAGER}'
        when 'COMMISSION' then case when person_id is null then '{SECRETARY}' else '{SECRETARY,JUROR,CHAIR}' end
        when 'CANDIDATE' then '{CANDIDATE}'
        when 'CERTIFIER' then '{CERTIFIER}'
        when 'AUDITOR' then '{AUDITOR}'
        when 'SYSTEM' then '{ADMINISTRATOR}' end::text[]));
update api_key set person_id = null where scope = 'CANDIDATE';
update api_key set status = 'REVOKED'
where cardinality(roles) = 0 or (person_id is null and scope in ('CERTIFIER', 'AUDITOR', 'SYSTEM'));
update api_key set revoked_at = clock_timestamp() where status = 'REVOKED';
update api_key set label = left(label, 100) where char_length(label) > 100;
update api_key set prefix = case when is_sandbox then 'clea_test_' else 'clea_live_' end
where prefix !~ '^clea_(live|test)_[0-9A-Za-z]{0,8}$' or is_sandbox <> starts_with(prefix, 'clea_test_');

alter table api_key
    add constraint api_key_roles_of_scope check (roles <@ case scope
        when 'ORGANISM' then '{COUNSELLOR,EVALUATOR,TRAINER,REFERENT}'
        when 'NETWORK' then '{NETWORK_MANAGER}'
        when 'COMMISSION' then case when person_id is null then '{SECRETARY}' else '{SECRETARY,JUROR,CHAIR}' end
        when 'CANDIDATE' then '{CANDIDATE}'
        when 'CERTIFIER' then '{CERTIFIER}'
        when 'AUDITOR' then '{AUDITOR}'
        when 'SYSTEM' then '{ADMINISTRATOR}' end::text[]),
    add constraint api_key_has_role check (cardinality(roles) > 0 or status = 'REVOKED'),
    add constraint api_key_of_person check (status = 'REVOKED' or case
        when scope in ('CERTIFIER', 'AUDITOR', 'SYSTEM') then person_id is not null
        when scope = 'CANDIDATE' then person_id is null
        else true end),
    add constraint api_key_permissions check (permissions <@ '{READ,WRITE,KEYS}'::text[] and cardinality(permissions) > 0),
    add constraint api_key_allowed_from check (cardinality(allowed_from) between 1 and 16),
    add constraint api_key_prefix check (prefix ~ '^clea_(live|test)_[0-9A-Za-z]{0,8}$'),
    add constraint api_key_sandbox_by_prefix check (is_sandbox = starts_with(prefix, 'clea_test_')),
    add constraint api_key_label check (char_length(label) <= 100),
    add constraint api_key_revocation check ((status = 'REVOKED') = (revoked_at is not null));
create unique index api_key_rotated_once on api_key (rotated_from_id);
create index api_key_by_scope on api_key (scope, scope_id, id);
create index api_key_by_person on api_key (person_id);

-- Apart from the key: whoever uses one does not change what its owner reads with a version.
create table api_key_use (
    key_id       uuid not null constraint api_key_use_pk primary key constraint api_key_use_key references api_key,
    last_used_at timestamptz not null
);
comment on table api_key_use is 'When a key was last used, to the minute: written now and then, behind the requests';
comment on column api_key_use.key_id is 'The key';
comment on column api_key_use.last_used_at is 'Real time, at most a minute early';

do $$
begin
    alter table api_key_use enable row level security;
    alter table api_key_use force row level security;
    create policy api_key_use_owner on api_key_use to clea_owner using (true) with check (true);
end
$$;
