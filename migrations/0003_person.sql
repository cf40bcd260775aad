-- 0003 people: staff members and their functions in organisms, commissions and the mandates of their jurors, keys.

set local role clea_owner;

create table person (
    id         uuid not null constraint person_pk primary key,
    human_id   uuid not null constraint person_human references person deferrable initially deferred,
    last_name  text not null constraint person_last_name check (char_length(last_name) between 1 and 60),
    first_name text not null constraint person_first_name check (char_length(first_name) between 1 and 60),
    status     text not null default 'ACTIVE' constraint person_status check (status in ('ACTIVE', 'CLOSED')),
    version    int not null default 1,
    created_at timestamptz not null default clock_timestamp()
);
comment on table person is 'A staff member or juror. Several records may be one human: separation rules compare human_id';
comment on column person.id is 'UUIDv7';
comment on column person.human_id is 'The record that stands for the human; its own id unless merged';
comment on column person.last_name is 'Name; contact data are kept elsewhere';
comment on column person.first_name is 'First name';
comment on column person.status is 'ACTIVE or CLOSED';
comment on column person.version is 'For If-Match';
comment on column person.created_at is 'Bookkeeping';
create index person_by_human on person (human_id);
create index person_by_name on person (last_name, first_name, id);

create table affiliation (
    id          uuid not null constraint affiliation_pk primary key,
    person_id   uuid not null constraint affiliation_person references person,
    organism_id uuid not null constraint affiliation_organism references organism,
    role        text not null constraint affiliation_role
                check (role in ('COUNSELLOR', 'EVALUATOR', 'TRAINER', 'REFERENT', 'EMPLOYEE')),
    valid_from  date not null,
    valid_to    date,
    version     int not null default 1,
    created_at  timestamptz not null default clock_timestamp(),
    constraint affiliation_period check (valid_to >= valid_from),
    constraint affiliation_no_overlap exclude using gist (person_id with =, organism_id with =, role with =,
        daterange(valid_from, valid_to, '[]') with &&)
);
comment on table affiliation is 'Role of a person in an organism, dated; an act needs it on the day of the act (A36, A38)';
comment on column affiliation.id is 'UUIDv7';
comment on column affiliation.person_id is 'The person';
comment on column affiliation.organism_id is 'The organism';
comment on column affiliation.role is 'COUNSELLOR, EVALUATOR, TRAINER, REFERENT or EMPLOYEE';
comment on column affiliation.valid_from is 'First day';
comment on column affiliation.valid_to is 'Last day, included; null = open';
comment on column affiliation.version is 'For If-Match and shared checks';
comment on column affiliation.created_at is 'Bookkeeping';
create index affiliation_by_organism on affiliation (organism_id, role, person_id);
create index affiliation_by_person on affiliation (person_id, organism_id);

create table commission (
    id               uuid not null constraint commission_pk primary key,
    reference        text not null constraint commission_one_reference unique
                     constraint commission_reference check (reference_is_valid(reference)),
    kind             text not null constraint commission_kind check (kind in ('REGIONAL', 'BRANCH')),
    name             text not null constraint commission_name check (char_length(name) between 1 and 200),
    region           text,
    idcc             text constraint commission_idcc check (idcc ~ '^[0-9]{1,4}$'),
    referential_code text not null,
    status           text not null default 'ACTIVE' constraint commission_status check (status in ('ACTIVE', 'CLOSED')),
    version          int not null default 1,
    created_at       timestamptz not null default clock_timestamp(),
    constraint commission_competence check
        ((kind = 'REGIONAL' and region is not null and idcc is null) or (kind = 'BRANCH' and idcc is not null))
);
comment on table commission is 'Parity commission (jury paritaire) of a region or, by delegation, of a branch';
comment on column commission.id is 'UUIDv7';
comment on column commission.reference is 'COM reference';
comment on column commission.kind is 'REGIONAL or BRANCH';
comment on column commission.name is 'Name';
comment on column commission.region is 'INSEE code of the region it serves';
comment on column commission.idcc is 'Branch that holds the delegation';
comment on column commission.referential_code is 'Certification it decides on';
comment on column commission.status is 'ACTIVE or CLOSED';
comment on column commission.version is 'For If-Match and shared checks';
comment on column commission.created_at is 'Bookkeeping';
create unique index commission_one_per_region on commission (referential_code, region)
    where kind = 'REGIONAL' and status = 'ACTIVE';
create unique index commission_one_per_branch on commission (referential_code, idcc)
    where kind = 'BRANCH' and status = 'ACTIVE';

create table commission_member (
    id            uuid not null constraint commission_member_pk primary key,
    commission_id uuid not null constraint commission_member_commission references commission,
    person_id     uuid not null constraint commission_member_person references person,
    college       text not null constraint commission_member_college check (college in ('EMPLOYER', 'EMPLOYEE')),
    mandate_from  date not null,
    mandate_to    date,
    is_alternate  boolean not null default false,
    version       int not null default 1,
    created_at    timestamptz not null default clock_timestamp(),
    constraint commission_member_of_commission unique (id, commission_id),
    constraint commission_member_of_college unique (id, commission_id, college),
    constraint commission_member_period check (mandate_to >= mandate_from),
    constraint commission_member_no_overlap exclude using gist
        (commission_id with =, person_id with =, daterange(mandate_from, mandate_to, '[]') with &&)
);
comment on table commission_member is 'Juror with a mandate in a commission, in one of the two colleges';
comment on column commission_member.id is 'UUIDv7';
comment on column commission_member.commission_id is 'The commission';
comment on column commission_member.person_id is 'The juror';
comment on column commission_member.college is 'EMPLOYER or EMPLOYEE';
comment on column commission_member.mandate_from is 'First day';
comment on column commission_member.mandate_to is 'Last day, included; null = open';
comment on column commission_member.is_alternate is 'Alternate member (suppléant)';
comment on column commission_member.version is 'For If-Match and shared checks';
comment on column commission_member.created_at is 'Bookkeeping';
create index commission_member_by_person on commission_member (person_id);

-- Keys: only their digest is kept, and the application can neither read a digest nor look one up by hand.
create table api_key (
    id         uuid not null constraint api_key_pk primary key,
    hash       bytea not null constraint api_key_one_hash unique constraint api_key_hash check (octet_length(hash) = 32),
    prefix     text not null,
    person_id  uuid constraint api_key_person references person,
    scope      text not null constraint api_key_scope check (scope in
               ('ORGANISM', 'NETWORK', 'COMMISSION', 'CANDIDATE', 'CERTIFIER', 'AUDITOR', 'SYSTEM')),
    scope_id   uuid,
    roles      text[] not null default '{}',
    label      text not null default '',
    status     text not null default 'ACTIVE' constraint api_key_status check (status in ('ACTIVE', 'REVOKED')),
    expires_at timestamptz,
    is_sandbox boolean not null default false,
    version    int not null default 1,
    created_at timestamptz not null default clock_timestamp(),
    constraint api_key_scope_id check ((scope in ('ORGANISM', 'NETWORK', 'COMMISSION', 'CANDIDATE')) = (scope_id is not null))
);
comment on table api_key is 'Credentials of people and partner systems';
comment on column api_key.id is 'UUIDv7; the credential id of logs';
comment on column api_key.hash is 'SHA-256 of the key; the key itself is shown once and kept nowhere';
comment on column api_key.prefix is 'First characters, so that its owner recognises it';
comment on column api_key.person_id is 'The person it stands for; null for a system, which must name one in each act (A38)';
comment on column api_key.scope is 'Kind of the principal';
comment on column api_key.scope_id is 'Organism, network, commission or candidate';
comment on column api_key.roles is 'Roles it may play';
comment on column api_key.label is 'What its owner calls it';
comment on column api_key.status is 'ACTIVE or REVOKED';
comment on column api_key.expires_at is 'Real time of its end; null = none';
comment on column api_key.is_sandbox is 'Accepted by a sandbox only';
comment on column api_key.version is 'For If-Match';
comment on column api_key.created_at is 'Bookkeeping';

do $$
declare
    name text;
begin
    foreach name in array array['person', 'affiliation', 'commission', 'commission_member', 'api_key'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
