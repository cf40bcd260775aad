-- 0001 foundation: roles, extensions, the migration register, scope, clock, references, claims of the log.
-- Runs once, as a superuser or as clea_migrator; the runner wraps it in one transaction and then registers it
-- in schema_migration. Objects belong to clea_owner, which nobody can log in as.
--
-- Names others code against: schema_migration, setting, sandbox_clock, reference_counter; functions
-- current_scope(), current_scope_id(), current_day(), scope_sees_all(scope), scope_writes_all(scope),
-- scope_set(scope, scope_id) -> sandbox date or null, wire_instant(timestamptz), next_reference(prefix, year),
-- reference_check_digits(prefix-year-number), reference_is_valid(reference).

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
end
$$;
grant clea_owner to clea_migrator;

create extension if not exists btree_gist;
create extension if not exists unaccent;
create extension if not exists pg_trgm;

grant usage, create on schema public to clea_owner;
grant usage on schema public to clea_app, clea_read, clea_auditor;

set local role clea_owner;

-- Functions are granted one by one: a new one is closed until somebody opens it.
alter default privileges revoke execute on functions from public;

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

create function scope_sees_all(scope text) returns boolean language sql immutable parallel safe
return coalesce(scope in ('CERTIFIER', 'AUDITOR', 'SYSTEM'), false);
comment on function scope_sees_all(text) is 'Scopes that read everything';

create function scope_writes_all(scope text) returns boolean language sql immutable parallel safe
return coalesce(scope in ('CERTIFIER', 'SYSTEM'), false);
comment on function scope_writes_all(text) is 'Scopes that write everything; the auditor never writes';

create function scope_set(scope text, scope_id uuid) returns date language sql volatile
set search_path = public, pg_temp
as $$
    select c.today
    from sandbox_clock c,
         lateral (select set_config('app.scope', coalesce(scope, ''), true) as s,
                         set_config('app.scope_id', coalesce(scope_id::text, ''), true) as i,
                         set_config('app.today', coalesce(c.today::text, ''), true) as t) as done
    where done.s is not null and done.i is not null and done.t is not null;
$$;
comment on function scope_set(text, uuid) is 'Sets who asks for the rest of the transaction; answers the sandbox day, or null for the real day';

create function wire_instant(instant timestamptz) returns text language sql stable parallel safe
return to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
comment on function wire_instant(timestamptz) is 'RFC 3339 in UTC with three fraction digits, as on the wire';

-- Accents, case and punctuation carry no identity. unaccent is only STABLE because its dictionary could be
-- replaced; ours is not, so that the key may be generated and indexed.
-- plpgsql on purpose: it keeps its plans for the session; a SQL function with a query is planned anew at every call.
create function plain_text(value text) returns text language plpgsql immutable strict parallel safe as $$
begin
    return regexp_replace(upper(public.unaccent('public.unaccent'::regdictionary, value)), '[^A-Z0-9]', '', 'g');
end
$$;
comment on function plain_text(text) is 'Upper case letters and digits only, without accents: what names are compared by';

create function reject_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name
        using errcode = '23514', constraint = tg_table_name || '_append_only', table = tg_table_name;
end
$$;
comment on function reject_change() is 'Trigger of append-only tables: refuses update, delete and truncate';

create function bump_version() returns trigger language plpgsql as $$
begin
    new.version := old.version + 1;
    return new;
end
$$;
comment on function bump_version() is 'Trigger of national tables: every change moves the version by one, whatever the statement says';

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
           and right(reference, 2) = reference_check_digits(left(reference, -3));
end
$$;
comment on function reference_is_valid(text) is 'Whether a full reference has the form and the right check digits';

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

-- CLEA and PV lock their counter row until commit: ask for them last, CLEA before PV (decision 5).
create function next_reference(prefix text, year int) returns text language plpgsql volatile
security definer set search_path = public, pg_temp
as $$
declare
    number bigint;
    stem text;
begin
    if prefix in ('CLEA', 'PV') then
        insert into reference_counter as c (prefix, year, value)
        values (next_reference.prefix, next_reference.year, 1)
        on conflict on constraint reference_counter_pk do update set value = c.value + 1
        returning c.value into number;
    else
        number := case prefix
            when 'DOS' then nextval('reference_dos')
            when 'CAN' then nextval('reference_can')
            when 'SES' then nextval('reference_ses')
            when 'ORG' then nextval('reference_org')
            when 'COM' then nextval('reference_com')
        end;
        if number is null then
            raise exception 'no reference begins with %', prefix using errcode = '22023';
        end if;
    end if;
    stem := prefix || '-' || lpad(year::text, 4, '0') || '-'
            || lpad(number::text, greatest(6, length(number::text)), '0');
    return stem || '-' || reference_check_digits(stem);
end
$$;
comment on function next_reference(text, int) is 'A new reference of a year, with its check digits';

grant execute on function current_scope(), current_scope_id(), current_day(), scope_sees_all(text),
    scope_writes_all(text), scope_set(text, uuid), wire_instant(timestamptz), plain_text(text),
    reference_check_digits(text), reference_is_valid(text) to clea_app, clea_read, clea_auditor;
grant execute on function next_reference(text, int), reject_change(), bump_version() to clea_app;
grant select on schema_migration, setting, sandbox_clock to clea_app, clea_read, clea_auditor;
grant insert, update on setting to clea_app;
grant update (today) on sandbox_clock to clea_app;
grant select on reference_counter to clea_auditor;
