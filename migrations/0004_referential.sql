-- 0004 referentials and the methods of evaluation.

set local role clea_owner;

-- What the server reads of a shape: the items (a criterion, or a domain without sub-domains) in order.
create function referential_item_codes(shape text) returns text[] language sql immutable strict parallel safe begin atomic
    select coalesce(array_agg(code order by n) filter (where kind = 'C' or (kind = 'D' and next_kind = 'D')), '{}')
    from (select n, split_part(line, ' ', 1) as kind, split_part(line, ' ', 2) as code,
                 coalesce(lead(split_part(line, ' ', 1)) over (order by n), 'D') as next_kind
          from regexp_split_to_table(shape, E'\n') with ordinality as text_line(line, n)
          where line <> '') as parsed;
end;
comment on function referential_item_codes(text) is 'Codes of the result items of a shape, in order: criteria, and domains that have no sub-domain';

create function referential_subdomain_codes(shape text) returns text[] language sql immutable strict parallel safe begin atomic
    select coalesce(array_agg(code order by n) filter (where kind = 'S' or (kind = 'D' and next_kind = 'D')), '{}')
    from (select n, split_part(line, ' ', 1) as kind, split_part(line, ' ', 2) as code,
                 coalesce(lead(split_part(line, ' ', 1)) over (order by n), 'D') as next_kind
          from regexp_split_to_table(shape, E'\n') with ordinality as text_line(line, n)
          where line <> '') as parsed;
end;
comment on function referential_subdomain_codes(text) is 'Codes of the sub-domains of a shape, in order; a domain without any stands for its own';

create function referential_item_subdomains(shape text) returns int[] language sql immutable strict parallel safe begin atomic
    select coalesce(array_agg(subdomain order by n) filter (where kind = 'C' or (kind = 'D' and next_kind = 'D')), '{}')
    from (select n, kind, next_kind,
                 count(*) filter (where kind = 'S' or (kind = 'D' and next_kind = 'D')) over (order by n)::int as subdomain
          from (select n, split_part(line, ' ', 1) as kind,
                       coalesce(lead(split_part(line, ' ', 1)) over (order by n), 'D') as next_kind
                from regexp_split_to_table(shape, E'\n') with ordinality as text_line(line, n)
                where line <> '') as parsed) as counted;
end;
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

do $$
declare
    name text;
begin
    foreach name in array array['referential_version', 'evaluation_method'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
