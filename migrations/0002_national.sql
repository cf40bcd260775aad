-- 0002 national tables: networks, organisms, people, habilitations, referentials, methods, candidates, commissions.
-- Everybody who is authenticated may read them, except candidates (0006). Ids come from the application (UUIDv7).
-- Every national root carries `version`; a trigger moves it by one at each update, and a change of a child row
-- (habilitation_spell) moves the root's, so that check_facts() sees it.

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
    created_at  timestamptz not null default clock_timestamp()
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

create function person_is_human() returns trigger language plpgsql as $$
begin
    new.human_id := coalesce(new.human_id, new.id);
    return new;
end
$$;
comment on function person_is_human() is 'A new record is its own human until it is merged';
create trigger person_human before insert on person for each row execute function person_is_human();

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

-- What the server reads of a shape: the items (a criterion, or a domain without sub-domains) in order.
create function referential_item_codes(shape text) returns text[] language sql immutable strict parallel safe as $$
    select coalesce(array_agg(code order by n) filter (where kind = 'C' or (kind = 'D' and next_kind = 'D')), '{}')
    from (select n, split_part(line, ' ', 1) as kind, split_part(line, ' ', 2) as code,
                 coalesce(lead(split_part(line, ' ', 1)) over (order by n), 'D') as next_kind
          from regexp_split_to_table(shape, E'\n') with ordinality as text_line(line, n)
          where line <> '') as parsed;
$$;
comment on function referential_item_codes(text) is 'Codes of the result items of a shape, in order: criteria, and domains that have no sub-domain';

create function referential_subdomain_codes(shape text) returns text[] language sql immutable strict parallel safe as $$
    select coalesce(array_agg(code order by n) filter (where kind = 'S' or (kind = 'D' and next_kind = 'D')), '{}')
    from (select n, split_part(line, ' ', 1) as kind, split_part(line, ' ', 2) as code,
                 coalesce(lead(split_part(line, ' ', 1)) over (order by n), 'D') as next_kind
          from regexp_split_to_table(shape, E'\n') with ordinality as text_line(line, n)
          where line <> '') as parsed;
$$;
comment on function referential_subdomain_codes(text) is 'Codes of the sub-domains of a shape, in order; a domain without any stands for its own';

create function referential_item_subdomains(shape text) returns int[] language sql immutable strict parallel safe as $$
    select coalesce(array_agg(subdomain order by n) filter (where kind = 'C' or (kind = 'D' and next_kind = 'D')), '{}')
    from (select n, kind, next_kind,
                 count(*) filter (where kind = 'S' or (kind = 'D' and next_kind = 'D')) over (order by n)::int as subdomain
          from (select n, split_part(line, ' ', 1) as kind,
                       coalesce(lead(split_part(line, ' ', 1)) over (order by n), 'D') as next_kind
                from regexp_split_to_table(shape, E'\n') with ordinality as text_line(line, n)
                where line <> '') as parsed) as counted;
$$;
comment on function referential_item_subdomains(text) is 'For each result item of a shape, the place of its sub-domain, from 1';

create table referential_version (
    id              uuid not null constraint referential_version_pk primary key,
    code            text not null constraint referential_version_code check (code ~ '^[A-Z0-9-]{1,40}$'),
    version         text not null constraint referential_version_label check (char_length(version) between 1 and 20),
    title           text not null,
    status          text not null default 'DRAFT' constraint referential_version_status check (status in ('DRAFT', 'ACTIVE', 'RETIRED')),
    valid_from      date not null,
    valid_to        date,
    shape           text not null default '',
    tree            jsonb not null default '{}',
    declared_counts jsonb not null default '{}',
    listed_counts   jsonb not null default '{}',
    item_codes      text[] not null generated always as (referential_item_codes(shape)) stored,
    subdomain_codes text[] not null generated always as (referential_subdomain_codes(shape)) stored,
    item_subdomains int[] not null generated always as (referential_item_subdomains(shape)) stored,
    item_count      int not null generated always as (cardinality(referential_item_codes(shape))) stored,
    subdomain_count int not null generated always as (cardinality(referential_subdomain_codes(shape))) stored,
    row_version     int not null default 1,
    activated_at    timestamptz,
    created_at      timestamptz not null default clock_timestamp(),
    constraint referential_version_one_label unique (code, version),
    constraint referential_version_of_code unique (id, code),
    constraint referential_version_period check (valid_to >= valid_from),
    constraint referential_version_fits check (subdomain_count <= 63 and item_count <= 256),
    constraint referential_version_not_empty check (status = 'DRAFT' or item_count > 0),
    constraint referential_version_no_overlap exclude using gist
        (code with =, daterange(valid_from, valid_to, '[]') with &&) where (status in ('ACTIVE', 'RETIRED'))
);
comment on table referential_version is 'A version of a référentiel; a candidacy is pinned to one for its whole cycle';
comment on column referential_version.id is 'UUIDv7';
comment on column referential_version.code is 'Certification, for example CLEA-SOCLE';
comment on column referential_version.version is 'Label of the version, for example 2018';
comment on column referential_version.title is 'Official title';
comment on column referential_version.status is 'DRAFT, ACTIVE or RETIRED; only the certifier activates';
comment on column referential_version.valid_from is 'First day of validity';
comment on column referential_version.valid_to is 'Last day, included; null = open';
comment on column referential_version.shape is 'Compact scoring form, lines D, S and C, parsed by the server at each load';
comment on column referential_version.tree is 'Titles, provenance and thresholds as published';
comment on column referential_version.declared_counts is 'Counts the certifier declares';
comment on column referential_version.listed_counts is 'Counts of the rows really listed';
comment on column referential_version.item_codes is 'Codes of the result items, in order, from the shape';
comment on column referential_version.subdomain_codes is 'Codes of the sub-domains, in order, from the shape';
comment on column referential_version.item_subdomains is 'For each item, the place of its sub-domain, from 1';
comment on column referential_version.item_count is 'Length of every result array of this version';
comment on column referential_version.subdomain_count is 'Length of every sub-domain status array of this version';
comment on column referential_version.row_version is 'For If-Match and shared checks (`version` is the published label here)';
comment on column referential_version.activated_at is 'When the certifier activated it';
comment on column referential_version.created_at is 'Bookkeeping';

-- Invariant 20: what candidates were judged by never moves.
create function referential_version_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if old.status = 'DRAFT' then
            return old;
        end if;
    elsif old.status = 'DRAFT'
          or (new.status in (old.status, 'RETIRED')
              and (new.id, new.code, new.version, new.title, new.valid_from, new.shape, new.tree,
                   new.declared_counts, new.listed_counts, new.activated_at)
                  is not distinct from
                  (old.id, old.code, old.version, old.title, old.valid_from, old.shape, old.tree,
                   old.declared_counts, old.listed_counts, old.activated_at)) then
        new.row_version := old.row_version + 1;
        return new;
    end if;
    raise exception 'referential version % % is no longer a draft', old.code, old.version
        using errcode = '23514', constraint = 'referential_version_immutable', table = 'referential_version';
end
$$;
comment on function referential_version_guard() is 'A version that was activated changes only its status to RETIRED and its last day';
create trigger referential_version_immutable before update or delete on referential_version
    for each row execute function referential_version_guard();

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

create function habilitation_touch() returns trigger language plpgsql as $$
begin
    update habilitation set version = version + 1 where id = coalesce(new.habilitation_id, old.habilitation_id);
    return null;
end
$$;
comment on function habilitation_touch() is 'A suspension changes what a guard read: the habilitation moves with it';
create trigger habilitation_spell_touch after insert or update or delete on habilitation_spell
    for each row execute function habilitation_touch();

create table evaluation_method (
    id               uuid not null constraint evaluation_method_pk primary key,
    network_id       uuid constraint evaluation_method_network references network,
    branch_idcc      text constraint evaluation_method_branch_idcc check (branch_idcc ~ '^[0-9]{1,4}$'),
    name             text not null constraint evaluation_method_name check (char_length(name) between 1 and 200),
    referential_code text not null,
    modality         text not null constraint evaluation_method_modality check (modality in ('ON_SITE', 'REMOTE', 'MIXED')),
    sitting_count    int not null constraint evaluation_method_sitting_count check (sitting_count between 1 and 50),
    instruments      text[] not null default '{}',
    status           text not null default 'ACTIVE' constraint evaluation_method_status check (status in ('ACTIVE', 'CLOSED')),
    version          int not null default 1,
    created_at       timestamptz not null default clock_timestamp(),
    constraint evaluation_method_one_holder check (num_nonnulls(network_id, branch_idcc) = 1)
);
comment on table evaluation_method is 'Way of evaluating of a network or a branch (S2, S8): methods are data, the four steps are not';
comment on column evaluation_method.id is 'UUIDv7';
comment on column evaluation_method.network_id is 'Holder, if a network';
comment on column evaluation_method.branch_idcc is 'Holder, if a branch';
comment on column evaluation_method.name is 'Name';
comment on column evaluation_method.referential_code is 'Certification it serves';
comment on column evaluation_method.modality is 'ON_SITE, REMOTE or MIXED';
comment on column evaluation_method.sitting_count is 'Usual number of sittings';
comment on column evaluation_method.instruments is 'Instruments used';
comment on column evaluation_method.status is 'ACTIVE or CLOSED';
comment on column evaluation_method.version is 'For If-Match';
comment on column evaluation_method.created_at is 'Bookkeeping';
create index evaluation_method_by_network on evaluation_method (network_id);

-- Full civil identity only: a partial one matches nothing (A37).
create function identity_key(birth_name text, first_name text, sex text, birth_year int, birth_month int,
                             birth_day int, birth_commune_insee text, birth_country_code text)
returns text language plpgsql immutable parallel safe as $$
begin
    return plain_text(birth_name) || '|' || plain_text(first_name) || '|' || sex || '|'
           || lpad(birth_year::text, 4, '0') || lpad(birth_month::text, 2, '0') || lpad(birth_day::text, 2, '0') || '|'
           || coalesce(birth_commune_insee, birth_country_code);
end
$$;
comment on function identity_key(text, text, text, int, int, int, text, text) is 'Accent-free key of a full civil identity; null when any part is missing';

create table candidate (
    id                  uuid not null constraint candidate_pk primary key,
    reference           text not null constraint candidate_one_reference unique
                        constraint candidate_reference check (reference_is_valid(reference)),
    birth_name          text not null constraint candidate_birth_name check (char_length(birth_name) between 1 and 60),
    usage_name          text constraint candidate_usage_name check (char_length(usage_name) between 1 and 60),
    first_name_1        text not null constraint candidate_first_name_1 check (char_length(first_name_1) between 1 and 60),
    first_name_2        text constraint candidate_first_name_2 check (char_length(first_name_2) between 1 and 60),
    first_name_3        text constraint candidate_first_name_3 check (char_length(first_name_3) between 1 and 60),
    sex                 text constraint candidate_sex check (sex in ('M', 'F')),
    birth_year          int constraint candidate_birth_year check (birth_year between 1900 and 2100),
    birth_month         int constraint candidate_birth_month check (birth_month between 1 and 12),
    birth_day           int constraint candidate_birth_day check (birth_day between 1 and 31),
    birth_commune_insee text constraint candidate_birth_commune_insee check (char_length(birth_commune_insee) = 5),
    birth_postal_code   text constraint candidate_birth_postal_code check (char_length(birth_postal_code) <= 9),
    birth_commune_label text constraint candidate_birth_commune_label check (char_length(birth_commune_label) <= 40),
    birth_country_code  text constraint candidate_birth_country_code check (birth_country_code ~ '^[0-9]{3}$'),
    birth_country_label text constraint candidate_birth_country_label check (char_length(birth_country_label) <= 40),
    email               text constraint candidate_email check (char_length(email) <= 254),
    phone               text constraint candidate_phone check (char_length(phone) <= 30),
    address_line_1      text constraint candidate_address_line_1 check (char_length(address_line_1) <= 100),
    address_line_2      text constraint candidate_address_line_2 check (char_length(address_line_2) <= 100),
    postal_code         text constraint candidate_postal_code check (char_length(postal_code) <= 9),
    city                text constraint candidate_city check (char_length(city) <= 100),
    employment_status   text,
    branch_idcc         text constraint candidate_branch_idcc check (branch_idcc ~ '^[0-9]{1,4}$'),
    employer_siret      text constraint candidate_employer_siret check (employer_siret ~ '^[0-9]{14}$'),
    region              text,
    identity_key        text generated always as (identity_key(birth_name, first_name_1, sex, birth_year, birth_month,
                            birth_day, birth_commune_insee, birth_country_code)) stored,
    search_name         text not null generated always as (plain_text(birth_name) || ' ' || plain_text(first_name_1)) stored,
    status              text not null default 'ACTIVE' constraint candidate_status check (status in ('ACTIVE', 'MERGED', 'ANONYMISED')),
    merged_into_id      uuid constraint candidate_merged_into references candidate,
    created_by_org_id   uuid constraint candidate_created_by references organism,
    version             int not null default 1,
    created_at          timestamptz not null default clock_timestamp()
);
comment on table candidate is 'The person who wants the certificate: national, seen only by those who have a candidacy of his (A37)';
comment on column candidate.id is 'UUIDv7';
comment on column candidate.reference is 'CAN reference';
comment on column candidate.birth_name is 'Nom de naissance';
comment on column candidate.usage_name is 'Nom d''usage';
comment on column candidate.first_name_1 is 'First first name';
comment on column candidate.first_name_2 is 'Second first name';
comment on column candidate.first_name_3 is 'Third first name';
comment on column candidate.sex is 'M or F, as the CPF file wants it';
comment on column candidate.birth_year is 'Year of birth';
comment on column candidate.birth_month is 'Month of birth; may be unknown';
comment on column candidate.birth_day is 'Day of birth; may be unknown';
comment on column candidate.birth_commune_insee is 'INSEE code of the birth commune; 99xxx abroad';
comment on column candidate.birth_postal_code is 'Postal code of the birth commune when the INSEE code is unknown';
comment on column candidate.birth_commune_label is 'Name of the birth commune';
comment on column candidate.birth_country_code is 'Three digits';
comment on column candidate.birth_country_label is 'Name of the birth country';
comment on column candidate.email is 'Contact';
comment on column candidate.phone is 'Contact';
comment on column candidate.address_line_1 is 'Contact';
comment on column candidate.address_line_2 is 'Contact';
comment on column candidate.postal_code is 'Contact';
comment on column candidate.city is 'Contact';
comment on column candidate.employment_status is 'Situation, from the vocabulary';
comment on column candidate.branch_idcc is 'IDCC of the employer''s branch, for routing to a commission';
comment on column candidate.employer_siret is 'Employer';
comment on column candidate.region is 'INSEE code of the region, for routing to a commission';
comment on column candidate.identity_key is 'Accent-free full identity; null while a part is missing';
comment on column candidate.search_name is 'Accent-free birth name and first name, for searches among one''s own candidates';
comment on column candidate.status is 'ACTIVE, MERGED or ANONYMISED';
comment on column candidate.merged_into_id is 'Where a merged record went';
comment on column candidate.created_by_org_id is 'Organism that entered it, and therefore sees it';
comment on column candidate.version is 'For If-Match';
comment on column candidate.created_at is 'Bookkeeping';
create unique index candidate_one_identity on candidate (identity_key) where status = 'ACTIVE';
create index candidate_by_creator on candidate (created_by_org_id, search_name, id);

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

do $$
declare
    name text;
begin
    foreach name in array array['network', 'organism', 'site', 'network_membership', 'person', 'affiliation',
        'habilitation', 'evaluation_method', 'candidate', 'commission', 'commission_member', 'setting'] loop
        execute format('create trigger %I before update on %I for each row execute function bump_version()',
                       name || '_version', name);
    end loop;
end
$$;

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
create trigger api_key_version before update on api_key for each row execute function bump_version();

create function principal_of(hash bytea[])
returns table (item int, key_id uuid, person_id uuid, human_id uuid, scope text, scope_id uuid, roles text[],
               status text, expires_at timestamptz, is_sandbox boolean)
language sql stable security definer set search_path = public, pg_temp rows 1
as $$
    select asked.item::int, k.id, k.person_id, p.human_id, k.scope, k.scope_id, k.roles, k.status, k.expires_at, k.is_sandbox
    from unnest(hash) with ordinality as asked(hash, item)
    join api_key k on k.hash = asked.hash
    left join person p on p.id = k.person_id;
$$;
comment on function principal_of(bytea[]) is 'Who holds each key, by its SHA-256: the only way the application reaches a key; works before any scope is set';

grant execute on function person_is_human(), referential_version_guard(), habilitation_touch(),
    referential_item_codes(text), referential_subdomain_codes(text), referential_item_subdomains(text),
    identity_key(text, text, text, int, int, int, text, text) to clea_app, clea_read, clea_auditor;
grant execute on function principal_of(bytea[]) to clea_app, clea_read;

grant select on network, organism, site, network_membership, person, affiliation, referential_version, habilitation,
    habilitation_spell, evaluation_method, candidate, commission, commission_member to clea_app, clea_read, clea_auditor;
grant insert, update on network, organism, site, network_membership, person, affiliation, referential_version,
    habilitation, habilitation_spell, evaluation_method, candidate, commission, commission_member to clea_app;
grant delete on site, referential_version to clea_app;
grant select (id, prefix, person_id, scope, scope_id, roles, label, status, expires_at, is_sandbox, version, created_at)
    on api_key to clea_app, clea_auditor;
grant insert on api_key to clea_app;
grant update (label, roles, status, expires_at, version) on api_key to clea_app;
