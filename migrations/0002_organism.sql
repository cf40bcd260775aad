-- 0002 networks, organisms, their sites, and what entitles them: habilitations and quality certificates.
-- Every national root carries `version`, for If-Match and check_facts(). Ids come from the application (UUIDv7).

set local role clea_owner;

create table network (
    id         uuid not null constraint network_pk primary key,
    name       text not null constraint network_name check (char_length(name) between 1 and 200),
    status     text not null default 'ACTIVE' constraint network_status check (status in ('ACTIVE', 'SUSPENDED', 'CLOSED')),
    version    int not null default 1,
    created_at timestamptz not null default clock_timestamp(),
    constraint network_one_name unique (name)
);
comment on table network is 'Network of organisms (réseau)';
comment on column network.id is 'UUIDv7';
comment on column network.name is 'Public name';
comment on column network.status is 'ACTIVE, SUSPENDED or CLOSED';
comment on column network.version is 'For If-Match and shared checks';
comment on column network.created_at is 'Bookkeeping';

create table organism (
    id          uuid not null constraint organism_pk primary key,
    reference   text not null constraint organism_one_reference unique
                constraint organism_reference check (reference_is_valid(reference)),
    siret       text not null constraint organism_one_siret unique constraint organism_siret check (siret ~ '^[0-9]{14}$'),
    name        text not null constraint organism_name check (char_length(name) between 1 and 200),
    region      text,
    branch_idcc text constraint organism_branch_idcc check (branch_idcc ~ '^[0-9]{1,4}$'),
    address     text,
    postal_code text constraint organism_postal_code check (char_length(postal_code) <= 9),
    city        text,
    email       text,
    phone       text,
    website     text,
    time_zone   text not null default 'Europe/Paris',
    status      text not null default 'ACTIVE' constraint organism_status check (status in ('ACTIVE', 'SUSPENDED', 'CLOSED')),
    version     int not null default 1,
    created_at  timestamptz not null default clock_timestamp(),
    search_name text not null,
    name_rule   int not null
);
comment on table organism is 'Evaluating or training organism (organisme); what it may do is said by its habilitations';
comment on column organism.id is 'UUIDv7';
comment on column organism.reference is 'ORG reference';
comment on column organism.siret is 'SIRET, 14 digits';
comment on column organism.name is 'Public name';
comment on column organism.region is 'INSEE code of the region, for routing';
comment on column organism.branch_idcc is 'IDCC of its branch, if it belongs to one';
comment on column organism.address is 'Street lines of the public directory';
comment on column organism.postal_code is 'Postal code';
comment on column organism.city is 'Town';
comment on column organism.email is 'Public contact';
comment on column organism.phone is 'Public contact';
comment on column organism.website is 'Public contact';
comment on column organism.time_zone is 'IANA zone of its appointments and sittings; rules stay in Europe/Paris';
comment on column organism.status is 'ACTIVE, SUSPENDED or CLOSED';
comment on column organism.version is 'For If-Match and shared checks';
comment on column organism.created_at is 'Bookkeeping';
comment on column organism.search_name is 'What the name is looked for by; written with it (lib/identity.h)';
comment on column organism.name_rule is 'Version of the rule that made search_name; clea-server recompute brings it up to it';
create index organism_by_name on organism (name, id);

create table site (
    id          uuid not null constraint site_pk primary key,
    organism_id uuid not null constraint site_organism references organism,
    siret       text constraint site_siret check (siret ~ '^[0-9]{14}$'),
    name        text not null constraint site_name check (char_length(name) between 1 and 200),
    address     text,
    postal_code text constraint site_postal_code check (char_length(postal_code) <= 9),
    city        text,
    insee_code  text constraint site_insee_code check (char_length(insee_code) = 5),
    time_zone   text not null default 'Europe/Paris',
    status      text not null default 'ACTIVE' constraint site_status check (status in ('ACTIVE', 'CLOSED')),
    version     int not null default 1,
    created_at  timestamptz not null default clock_timestamp(),
    constraint site_of_organism unique (id, organism_id)
);
comment on table site is 'Place where an organism works (centre)';
comment on column site.id is 'UUIDv7';
comment on column site.organism_id is 'Its organism';
comment on column site.siret is 'SIRET of the establishment when it differs';
comment on column site.name is 'Name';
comment on column site.address is 'Street lines';
comment on column site.postal_code is 'Postal code, as the CPF file wants it';
comment on column site.city is 'Town';
comment on column site.insee_code is 'INSEE code of the commune';
comment on column site.time_zone is 'IANA zone';
comment on column site.status is 'ACTIVE or CLOSED';
comment on column site.version is 'For If-Match';
comment on column site.created_at is 'Bookkeeping';
create index site_by_organism on site (organism_id, id);

create table network_membership (
    id          uuid not null constraint network_membership_pk primary key,
    network_id  uuid not null constraint network_membership_network references network,
    organism_id uuid not null constraint network_membership_organism references organism,
    valid_from  date not null,
    valid_to    date,
    version     int not null default 1,
    created_at  timestamptz not null default clock_timestamp(),
    constraint network_membership_period check (valid_to >= valid_from),
    constraint network_membership_no_overlap exclude using gist
        (network_id with =, organism_id with =, daterange(valid_from, valid_to, '[]') with &&)
);
comment on table network_membership is 'An organism belongs to a network for a time; a member acts under the network''s habilitation (A28)';
comment on column network_membership.id is 'UUIDv7';
comment on column network_membership.network_id is 'The network';
comment on column network_membership.organism_id is 'The member';
comment on column network_membership.valid_from is 'First day';
comment on column network_membership.valid_to is 'Last day, included; null = open';
comment on column network_membership.version is 'For If-Match and shared checks';
comment on column network_membership.created_at is 'Bookkeeping';
create index network_membership_by_organism on network_membership (organism_id, network_id);

create table quality_certificate (
    id          uuid not null constraint quality_certificate_pk primary key,
    organism_id uuid not null constraint quality_certificate_organism references organism,
    number      text not null constraint quality_certificate_number check (char_length(number) between 1 and 60),
    valid_from  date not null,
    valid_to    date,
    version     int not null default 1,
    created_at  timestamptz not null default clock_timestamp(),
    constraint quality_certificate_period check (valid_to >= valid_from),
    constraint quality_certificate_no_overlap exclude using gist
        (organism_id with =, daterange(valid_from, valid_to, '[]') with &&)
);
comment on table quality_certificate is 'Certificate of the quality of its training (certification qualité) that an organism holds (A27)';
comment on column quality_certificate.id is 'UUIDv7';
comment on column quality_certificate.organism_id is 'The organism';
comment on column quality_certificate.number is 'Number that the certifying body gave it';
comment on column quality_certificate.valid_from is 'First day';
comment on column quality_certificate.valid_to is 'Last day, included; null = open';
comment on column quality_certificate.version is 'For If-Match';
comment on column quality_certificate.created_at is 'Bookkeeping';

create table habilitation (
    id               uuid not null constraint habilitation_pk primary key,
    network_id       uuid constraint habilitation_network references network,
    organism_id      uuid constraint habilitation_organism references organism,
    activity         text not null constraint habilitation_activity check (activity in ('EVALUATION', 'TRAINING')),
    referential_code text not null,
    valid_from       date not null,
    valid_to         date,
    state            text not null default 'REQUESTED' constraint habilitation_state
                     check (state in ('REQUESTED', 'GRANTED', 'SUSPENDED', 'WITHDRAWN', 'ENDED')),
    requested_on     date,
    granted_on       date,
    ended_on         date,
    decision_note    text,
    version          int not null default 1,
    created_at       timestamptz not null default clock_timestamp(),
    constraint habilitation_one_holder check (num_nonnulls(network_id, organism_id) = 1),
    constraint habilitation_period check (valid_to >= valid_from),
    constraint habilitation_no_overlap exclude using gist
        (coalesce(network_id, organism_id) with =, activity with =, referential_code with =,
         daterange(valid_from, valid_to, '[]') with &&) where (state in ('GRANTED', 'SUSPENDED'))
);
comment on table habilitation is 'Right of a network or an organism to evaluate or to train; what counts is the day of the act';
comment on column habilitation.id is 'UUIDv7';
comment on column habilitation.network_id is 'Holder, if a network';
comment on column habilitation.organism_id is 'Holder, if an organism';
comment on column habilitation.activity is 'EVALUATION or TRAINING';
comment on column habilitation.referential_code is 'Certification it covers';
comment on column habilitation.valid_from is 'First day';
comment on column habilitation.valid_to is 'Last day, included; null = open';
comment on column habilitation.state is 'REQUESTED, GRANTED, SUSPENDED, WITHDRAWN or ENDED';
comment on column habilitation.requested_on is 'Day of the request';
comment on column habilitation.granted_on is 'Day of the grant';
comment on column habilitation.ended_on is 'Day of withdrawal or end: acts from that day on are refused, earlier ones stay';
comment on column habilitation.decision_note is 'Reason given with the last decision';
comment on column habilitation.version is 'For If-Match and shared checks';
comment on column habilitation.created_at is 'Bookkeeping';
create index habilitation_by_organism on habilitation (organism_id, activity, referential_code);
create index habilitation_by_network on habilitation (network_id, activity, referential_code);

create table habilitation_spell (
    id              uuid not null constraint habilitation_spell_pk primary key,
    habilitation_id uuid not null constraint habilitation_spell_habilitation references habilitation,
    suspended_from  date not null,
    suspended_to    date,
    reason          text,
    created_at      timestamptz not null default clock_timestamp(),
    constraint habilitation_spell_period check (suspended_to >= suspended_from),
    constraint habilitation_spell_no_overlap exclude using gist
        (habilitation_id with =, daterange(suspended_from, suspended_to, '[]') with &&)
);
comment on table habilitation_spell is 'A suspension of a habilitation: acts dated inside it are refused (A29)';
comment on column habilitation_spell.id is 'UUIDv7';
comment on column habilitation_spell.habilitation_id is 'The habilitation';
comment on column habilitation_spell.suspended_from is 'First suspended day';
comment on column habilitation_spell.suspended_to is 'Last suspended day, included; null = still suspended';
comment on column habilitation_spell.reason is 'Why';
comment on column habilitation_spell.created_at is 'Bookkeeping';

do $$
declare
    name text;
begin
    foreach name in array array['network', 'organism', 'site', 'network_membership', 'quality_certificate',
        'habilitation', 'habilitation_spell'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
