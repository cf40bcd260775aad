-- 0001 foundation: roles, extensions, the registers of what was applied, scope, clock, references.
-- Runs once, as a superuser or as clea_migrator. Objects belong to clea_owner, which nobody can log in as.
--
-- A numbered file holds tables, constraints, indexes, sequences, their comments, and the few functions that constraints,
-- defaults or generated columns need. Once landed it is never edited: a change is a new file with the next number.
-- Every other function, every trigger, view, policy and grant lives in always/, is edited where it stands and made anew
-- whenever one of those files changes.
--
-- Each numbered file closes its tables to everybody but their owner, which row-level security would otherwise keep from
-- its own rows while a later file changes them; always/ opens them to the others.

do $$
begin
    if not exists (select from pg_roles where rolname = 'clea_owner') then
        create role clea_owner nologin;
    end if;
    if not exists (select from pg_roles where rolname = 'clea_migrator') then
        create role clea_migrator login;
    end if;
    if not exists (select from pg_roles where rolname = 'clea_app') then
        create role clea_app login nobypassrls;
    end if;
    if not exists (select from pg_roles where rolname = 'clea_read') then
        create role clea_read login nobypassrls;
    end if;
    if not exists (select from pg_roles where rolname = 'clea_auditor') then
        create role clea_auditor login nobypassrls;
    end if;
    -- For backups: all rows in spite of row-level security, and nothing to change. Only a superuser may make it.
    if not exists (select from pg_roles where rolname = 'clea_backup') then
        if (select rolsuper from pg_roles where rolname = current_user) then
            create role clea_backup login bypassrls in role pg_read_all_data;
        else
            raise warning 'there is no role clea_backup for backups: a superuser makes it, see the README';
        end if;
    end if;
end
$$;
grant clea_owner to clea_migrator;

create extension if not exists btree_gist;
create extension if not exists pg_trgm;

grant usage, create on schema public to clea_owner;
grant usage on schema public to clea_app, clea_read, clea_auditor;

set local role clea_owner;

-- Functions are granted one by one: a new one is closed until somebody opens it.
alter default privileges revoke execute on functions from public;

-- The scope: who is asking. Set by scope_set() at the head of each transaction, read by every policy. Unset = nobody.
create function current_scope() returns text language sql stable parallel safe
return nullif(current_setting('app.scope', true), '');
comment on function current_scope() is 'Kind of the principal of this transaction, null when unset (nothing is visible then)';

create function current_scope_id() returns uuid language sql stable parallel safe
return nullif(current_setting('app.scope_id', true), '')::uuid;
comment on function current_scope_id() is 'Organism, network, commission or candidate that asks; null for the others';

create function current_day() returns date language sql stable parallel safe
return coalesce(nullif(current_setting('app.today', true), '')::date,
                (clock_timestamp() at time zone 'Europe/Paris')::date);
comment on function current_day() is 'The day visibility is judged on (network memberships). Never used by a rule: rules get their day from the caller';

-- References: PREFIX-YYYY-NNNNNN-KK, KK by MOD 97-10 (letters count as 10..35).
create function reference_check_digits(stem text) returns text language plpgsql immutable strict parallel safe as $$
declare
    digits text := '';
    c text;
begin
    foreach c in array string_to_array(replace(stem, '-', ''), null) loop
        digits := digits || case when c between '0' and '9' then c else (ascii(c) - 55)::text end;
    end loop;
    return lpad((98 - (digits::numeric * 100) % 97)::text, 2, '0');
end
$$;
comment on function reference_check_digits(text) is 'The two check digits of PREFIX-YYYY-NNNNNN';

create function reference_is_valid(reference text) returns boolean language plpgsql immutable strict parallel safe as $$
begin
    return reference ~ '^[A-Z]{2,4}-[0-9]{4}-[0-9]{6,}-[0-9]{2}$'
           and right(reference, 2) = public.reference_check_digits(left(reference, -3));
end
$$;
comment on function reference_is_valid(text) is 'Whether a full reference has the form and the right check digits';

create table schema_migration (
    version    int not null constraint schema_migration_pk primary key,
    name       text not null,
    checksum   text not null,
    applied_at timestamptz not null default clock_timestamp()
);
comment on table schema_migration is 'Migrations applied to this database, written by the runner';
comment on column schema_migration.version is 'Number at the head of the file name';
comment on column schema_migration.name is 'File name';
comment on column schema_migration.checksum is 'SHA-256 of the file, in hexadecimal; a differing file refuses to start';
comment on column schema_migration.applied_at is 'When it was applied';

create table schema_file (
    name     text not null constraint schema_file_pk primary key,
    checksum text not null,
    made_at  timestamptz not null default clock_timestamp()
);
comment on table schema_file is 'Files of always/ as this database has them, written by the runner';
comment on column schema_file.name is 'File name';
comment on column schema_file.checksum is 'SHA-256 of the file, in hexadecimal; when one differs, all are made anew';
comment on column schema_file.made_at is 'When it was run';

create table schema_object (
    ordinal int not null constraint schema_object_one_ordinal unique,
    kind    text not null,
    name    text not null,
    undo    text not null,
    constraint schema_object_pk primary key (kind, name)
);
comment on table schema_object is 'What the files of always/ made, for the runner to take away before it makes it anew';
comment on column schema_object.ordinal is 'Order of making';
comment on column schema_object.kind is 'FUNCTION, VIEW, TRIGGER, POLICY or GRANT';
comment on column schema_object.name is 'Which one';
comment on column schema_object.undo is 'The statement that takes it away';

create table setting (
    name       text not null constraint setting_pk primary key,
    value      jsonb not null,
    version    int not null default 1,
    updated_at timestamptz not null default clock_timestamp()
);
comment on table setting is 'Values the certifier may change while the server runs';
comment on column setting.name is 'Dotted name, as in the configuration';
comment on column setting.value is 'The value';
comment on column setting.version is 'For If-Match';
comment on column setting.updated_at is 'Last change';

create table sandbox_clock (
    is_only    boolean not null default true constraint sandbox_clock_pk primary key
               constraint sandbox_clock_one_row check (is_only),
    is_sandbox boolean not null default false,
    today      date,
    constraint sandbox_clock_settable_in_sandbox check (is_sandbox or today is null)
);
comment on table sandbox_clock is 'One row: whether this database is a sandbox, and the day it pretends to be';
comment on column sandbox_clock.is_only is 'Always true: keeps the table at one row';
comment on column sandbox_clock.is_sandbox is 'A sandbox accepts a settable clock and sandbox keys';
comment on column sandbox_clock.today is 'The pretended civil date in Europe/Paris; null = the real one';
insert into sandbox_clock default values;

create table reference_counter (
    prefix text not null,
    year   int not null,
    value  bigint not null,
    constraint reference_counter_pk primary key (prefix, year)
);
comment on table reference_counter is 'Gap-free counters, kept inside the transaction of the act: certificates (CLEA) and minutes (PV) only';
comment on column reference_counter.prefix is 'CLEA or PV';
comment on column reference_counter.year is 'Year of the reference';
comment on column reference_counter.value is 'Last number given';

create sequence reference_dos;
create sequence reference_can;
create sequence reference_ses;
create sequence reference_org;
create sequence reference_com;
comment on sequence reference_dos is 'Numbers of candidacies; gaps are allowed';
comment on sequence reference_can is 'Numbers of candidates; gaps are allowed';
comment on sequence reference_ses is 'Numbers of sessions; gaps are allowed';
comment on sequence reference_org is 'Numbers of organisms; gaps are allowed';
comment on sequence reference_com is 'Numbers of commissions; gaps are allowed';

do $$
declare
    name text;
begin
    foreach name in array array['setting'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
