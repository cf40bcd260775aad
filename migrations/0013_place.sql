-- 0013 places: the communes and countries of the official geographical code, each with the days on which its code and name held.
-- Filled by the operator (`clea-server load-places`), never by a request; empty until then.

set local role clea_owner;

create table commune (
    id           uuid not null constraint commune_pk primary key,
    code         text not null constraint commune_code check (code ~ '^[0-9][0-9AB][0-9]{3}$'),
    label        text not null constraint commune_label check (char_length(label) between 1 and 100),
    kind         text not null constraint commune_kind check (kind in ('COMMUNE', 'DISTRICT', 'OVERSEAS')),
    valid_from   date,
    valid_to     date,
    search_label text collate "C" not null,
    search_name  text collate "C" not null,
    constraint commune_period check (valid_to >= valid_from)
);
comment on table commune is 'A commune of France under one code and one name; a code has a row for each name it had';
comment on column commune.id is 'Made of the other columns: the same row has the same id after each load';
comment on column commune.code is 'INSEE code';
comment on column commune.label is 'Name, with its article';
comment on column commune.kind is 'COMMUNE, DISTRICT (arrondissement of Paris, Lyon, Marseille) or OVERSEAS (collectivities beyond the departments)';
comment on column commune.valid_from is 'First day; null = since before 1943, where the register begins';
comment on column commune.valid_to is 'Last day, included; null = still so';
comment on column commune.search_label is 'The name as it is searched (folded)';
comment on column commune.search_name is 'The same without its article';
create index commune_by_code on commune (code);
create index commune_by_label on commune (search_label, id);
create index commune_by_name on commune (search_name);

create table country (
    id           uuid not null constraint country_pk primary key,
    code         text not null constraint country_code check (code ~ '^[0-9]{3}$'),
    label        text not null constraint country_label check (char_length(label) between 1 and 100),
    kind         text not null constraint country_kind check (kind in ('COUNTRY', 'TERRITORY')),
    valid_from   date,
    valid_to     date,
    search_label text collate "C" not null,
    search_name  text collate "C" not null,
    constraint country_period check (valid_to >= valid_from)
);
comment on table country is 'A country or foreign territory under one code and one name; a code has a row for each name it had';
comment on column country.id is 'Made of the other columns: the same row has the same id after each load';
comment on column country.code is 'Three digits: the INSEE code without its 99';
comment on column country.label is 'Name';
comment on column country.kind is 'COUNTRY, or TERRITORY that belongs to one';
comment on column country.valid_from is 'First day; null = since before 1943, where the register begins';
comment on column country.valid_to is 'Last day, included; null = still so';
comment on column country.search_label is 'The name as it is searched (folded)';
comment on column country.search_name is 'The same';
create index country_by_code on country (code);
create index country_by_label on country (search_label, id);

do $$
declare
    name text;
begin
    foreach name in array array['commune', 'country'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
