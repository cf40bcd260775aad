-- SPDX-License-Identifier: EUPL-1.2
-- What every other file uses: scopes, refusals, versions, references, facts.
--
-- Every refusal carries a constraint name (SQLSTATE 23514 when a trigger raises it): the server maps names to reasons.
-- Trigger functions that must see beyond the asker, or run at commit under another tenant's scope, are SECURITY DEFINER.
--
-- Every function resolves its names itself, or a temporary table would stand in front of a table of rules, and a restore, which
-- has no search path, would not find what a constraint calls. SQL functions have a body that is resolved when it is made
-- (return, begin atomic) and can still be inlined. plpgsql functions set the path, with pg_temp last; those that are called
-- once per row write public. instead, since setting it costs as much as they do. What asks a table is plpgsql where it cannot
-- be inlined: it keeps its plans, while a SQL function is planned at every call.
--
-- check_facts(kinds, ids, versions): SQLSTATE CL001,
-- DETAIL = stale items as KIND:id, separated by commas. Call it first in the transaction.

create function scope_sees_all(scope text) returns boolean language sql immutable parallel safe
return coalesce(scope in ('CERTIFIER', 'AUDITOR', 'SYSTEM'), false);
comment on function scope_sees_all(text) is 'Scopes that read everything';
grant execute on function scope_sees_all(text) to clea_app, clea_read, clea_auditor;

create function scope_writes_all(scope text) returns boolean language sql immutable parallel safe
return coalesce(scope in ('CERTIFIER', 'SYSTEM'), false);
comment on function scope_writes_all(text) is 'Scopes that write everything; the auditor never writes';
grant execute on function scope_writes_all(text) to clea_app, clea_read, clea_auditor;

-- For definer functions, which row-level security does not bind: the scope is a setting, the role of the session is not.
create function nation_asks() returns boolean language sql stable parallel safe
return scope_sees_all(current_setting('app.scope', true)) and (
    pg_has_role(session_user, 'clea_national', 'MEMBER') or pg_has_role(session_user, 'clea_national_read', 'MEMBER')
    or pg_has_role(session_user, 'clea_owner', 'MEMBER'));
comment on function nation_asks() is 'Whether a scope that reads everything asks, through a role that may';
grant execute on function nation_asks() to clea_app, clea_read;

create function nation_writes() returns boolean language sql stable parallel safe
return scope_writes_all(current_setting('app.scope', true)) and (
    pg_has_role(session_user, 'clea_national', 'MEMBER') or pg_has_role(session_user, 'clea_owner', 'MEMBER'));
comment on function nation_writes() is 'Whether a scope that writes everything acts, through a role that may';
grant execute on function nation_writes() to clea_app, clea_read;

create function scope_is_tenant(scope text) returns boolean language sql immutable parallel safe
return coalesce(scope in ('ORGANISM', 'NETWORK', 'COMMISSION', 'CANDIDATE', 'FUNDER'), false);
comment on function scope_is_tenant(text) is 'Scopes of those who see what is theirs; the others are of the nation, and of clea_national';
grant execute on function scope_is_tenant(text) to clea_app, clea_read;

create function current_reach() returns uuid[] language sql stable parallel safe
return nullif(current_setting('app.reach', true), '')::uuid[];
comment on function current_reach() is
    'Of a trainer his human, of a juror the sessions that he sits in: nothing else of the scope is reached. Null = all of it';
grant execute on function current_reach() to clea_app, clea_read;

create function current_told() returns uuid[] language sql stable parallel safe
return nullif(current_setting('app.told', true), '')::uuid[];
comment on function current_told() is
    'Of a juror the sessions beside those he sits in that he is told of: their day, their attendance and their minutes, and no file';
grant execute on function current_told() to clea_app, clea_read;

-- Run at the head of every transaction: plpgsql keeps its plan for the session; a SQL function with a setting of its own is
-- planned anew at every call.
create function scope_set(scope text, scope_id uuid, out pretended_day date, out pretended_seconds bigint)
language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
    instant timestamptz;
begin
    select c.today, c.instant, floor(extract(epoch from c.instant)) into pretended_day, instant, pretended_seconds
    from sandbox_clock c;
    perform set_config('app.scope', coalesce(scope, ''), true), set_config('app.scope_id', coalesce(scope_id::text, ''), true),
            set_config('app.reach', '', true), set_config('app.told', '', true),
            set_config('app.instant', coalesce(instant::text, ''), true),
            set_config('app.today', coalesce(coalesce(pretended_day, (instant at time zone 'Europe/Paris')::date)::text, ''), true);
end
$$;
comment on function scope_set(text, uuid) is
    'Sets who asks for the rest of the transaction; answers the day or the instant that a sandbox pretends, or nulls for the real one';
grant execute on function scope_set(text, uuid) to clea_app, clea_read, clea_auditor;

-- Behind scope_set(), of a function that does not reach all of its scope: who trains, and who sits in sessions (85_visibility.sql).
create function scope_narrow(person_id uuid) returns void
language plpgsql volatile as $$
begin
    perform set_config('app.reach', (case public.current_scope()
        when 'ORGANISM' then public.candidacies_trained(public.current_scope_id(), public.human_of(scope_narrow.person_id))
        when 'COMMISSION' then public.sessions_sat_in(public.current_scope_id(), public.human_of(scope_narrow.person_id))
        else '{}'::uuid[] end)::text, true),
        set_config('app.told', case public.current_scope()
        when 'COMMISSION' then public.sessions_told_of(public.current_scope_id(), public.human_of(scope_narrow.person_id))::text
        else '' end, true), set_config('app.reach_of', coalesce(scope_narrow.person_id::text, ''), true);
end
$$;
comment on function scope_narrow(uuid) is
    'Narrows the scope to what a person reaches as a trainer or as a juror, for the rest of the transaction; an unknown person reaches nothing';
grant execute on function scope_narrow(uuid) to clea_app, clea_read;

-- Before an item of a statement that serves several askers: from here on its asker asks, until the next item. Such a statement joins
-- what it reads or writes to the answer of scope_enter(), row by row (server/guide/contributors.md). Of who reaches all of his
-- scope it is inlined: a call of plpgsql for each item of each statement would cost as much as a row that is found.
create function scope_enter_narrow(scope text, scope_id uuid, person_id uuid) returns boolean
language plpgsql volatile as $$
declare
    said text;
begin
    -- Who has entered stays as he came in: what ends a reach is answered to him all the same.
    if current_setting('app.scope', true) = coalesce(scope_enter_narrow.scope, '')
       and current_setting('app.scope_id', true) = coalesce(scope_enter_narrow.scope_id::text, '')
       and coalesce(current_setting('app.reach', true), '') <> ''
       and current_setting('app.reach_of', true) = scope_enter_narrow.person_id::text then
        return true;
    end if;
    said := set_config('app.scope', coalesce(scope_enter_narrow.scope, ''), true);
    said := set_config('app.scope_id', coalesce(scope_enter_narrow.scope_id::text, ''), true);
    said := set_config('app.reach', '', true);
    said := set_config('app.told', '', true);
    perform public.scope_narrow(scope_enter_narrow.person_id);
    return true;
end
$$;
comment on function scope_enter_narrow(text, uuid, uuid) is 'scope_enter() for who reaches only what a person reaches';
grant execute on function scope_enter_narrow(text, uuid, uuid) to clea_app, clea_read;

create function scope_enter(scope text, scope_id uuid, person_id uuid) returns boolean language sql volatile
return case when person_id is not null then scope_enter_narrow(scope, scope_id, person_id)
            when current_setting('app.scope', true) = coalesce(scope, '')
                 and current_setting('app.scope_id', true) = coalesce(scope_id::text, '')
                 and coalesce(current_setting('app.reach', true), '') = '' then true
            else set_config('app.scope', coalesce(scope, ''), true) is not null
                 and set_config('app.scope_id', coalesce(scope_id::text, ''), true) is not null
                 and set_config('app.reach', '', true) is not null end;
comment on function scope_enter(text, uuid, uuid) is
    'Says who asks for the rows that come next, and for whom who reaches only what a person reaches; true';
grant execute on function scope_enter(text, uuid, uuid) to clea_app, clea_read;

-- The same days as those of lib/time_zone.c, which a test compares.
create function day_in(zone text) returns date language sql stable parallel safe
return coalesce((nullif(current_setting('app.instant', true), '')::timestamptz at time zone zone)::date,
                nullif(current_setting('app.today', true), '')::date,
                (clock_timestamp() at time zone zone)::date);
comment on function day_in(text) is 'The civil date in a time zone';
grant execute on function day_in(text) to clea_app, clea_read, clea_auditor;

create function deadline_day(zone text) returns date language sql stable parallel safe
return least(current_day(), day_in(zone));
comment on function deadline_day(text) is
    'The day that deadlines are compared with: a deadline day is over when it is over in Paris and in the zone of the holder';
grant execute on function deadline_day(text) to clea_app, clea_read, clea_auditor;

create function wire_instant(instant timestamptz) returns text language sql stable parallel safe
return to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
comment on function wire_instant(timestamptz) is 'RFC 3339 in UTC with three fraction digits, as on the wire';
grant execute on function wire_instant(timestamptz) to clea_app, clea_read, clea_auditor;

create function reject_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name
        using errcode = '23514', constraint = tg_table_name || '_append_only', table = tg_table_name;
end
$$;
comment on function reject_change() is 'Trigger of append-only tables: refuses update, delete and truncate';
grant execute on function reject_change() to clea_app;

create function bump_version() returns trigger language plpgsql as $$
begin
    new.version := old.version + 1;
    return new;
end
$$;
comment on function bump_version() is 'Trigger of national tables: every change moves the version by one, whatever the statement says';
grant execute on function bump_version() to clea_app;

create function refuse(constraint_name text, table_name text, message text) returns void language plpgsql as $$
begin
    raise exception '%', message using errcode = '23514', constraint = constraint_name, table = table_name;
end
$$;
comment on function refuse(text, text, text) is 'Raises a named refusal';
grant execute on function refuse(text, text, text) to clea_app;

create function reference_text(prefix text, year int, number bigint) returns text language plpgsql immutable parallel safe as $$
declare
    stem text := prefix || '-' || lpad(year::text, 4, '0') || '-' || lpad(number::text, greatest(6, length(number::text)), '0');
begin
    return stem || '-' || public.reference_check_digits(stem);
end
$$;
comment on function reference_text(text, int, bigint) is 'PREFIX-YYYY-NNNNNN-KK of a number';
grant execute on function reference_text(text, int, bigint) to clea_app, clea_read;

-- CLEA and PV lock their counter row until commit: ask for them last, CLEA before PV. A dry run draws no number: sequences
-- would not give it back, and 000000 is nobody's.
create function next_reference(prefix text, year int) returns text language plpgsql volatile
security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
    number bigint;
begin
    if prefix not in ('DOS', 'CAN', 'SES', 'ORG', 'COM', 'CLEA', 'PV') then
        raise exception 'no reference begins with %', prefix using errcode = '22023';
    elsif current_setting('clea.is_dry_run', true) = 'true' then
        number := 0;
    elsif prefix in ('CLEA', 'PV') then
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
    end if;
    return reference_text(prefix, year, number);
end
$$;
comment on function next_reference(text, int) is 'A new reference of a year, with its check digits; of a dry run, number 000000';
grant execute on function next_reference(text, int) to clea_app;

create function constraints_fire() returns void language plpgsql volatile as $$
begin
    set constraints all immediate;
end
$$;
comment on function constraints_fire() is 'Fires every deferred constraint of the transaction at once';
grant execute on function constraints_fire() to clea_app;

create function stale(items text) returns void language plpgsql as $$
begin
    raise exception 'stale' using errcode = 'CL001', detail = items;
end
$$;
comment on function stale(text) is 'Raises CL001: somebody else changed these items first';
grant execute on function stale(text) to clea_app;

-- Nobody waits for a job that runs: it does what whoever comes second asks for.
create function job_take(name text) returns boolean language plpgsql volatile as $$
begin
    if not pg_try_advisory_xact_lock(hashtextextended('job ' || name, 0)) then
        perform refuse('job_running', 'job', 'another run of this job is under way');
    end if;
    return true;
end
$$;
comment on function job_take(text) is 'A job is taken until the commit; raises job_running when another transaction has it';
grant execute on function job_take(text) to clea_app;

-- A fact a guard has read stays as it was until commit. Definer: the asker may not write these rows, and FOR SHARE needs that.
create function check_facts(kinds text[], ids uuid[], versions int[]) returns int language plpgsql volatile
security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    found_items text[] := '{}';
    missing text;
begin
    -- No row but a lock, whose version is 0: acts that name the same one come one after the other. Records of one birth name
    -- (identity_lock_id), and what is counted of one root: the contacts and appointments of one candidate, the sites of one organism,
    -- the fundings and consents of one candidacy, the methods of one network, the keys of one person or place.
    if 'LOCK' = any (kinds) then
        perform pg_advisory_xact_lock(hashtextextended('lock ' || i.id, 0))
        from (select distinct a.id from unnest(kinds, ids) as a(kind, id) where a.kind = 'LOCK' order by a.id) i;
        found_items := found_items || array(select 'LOCK:' || a.id || ':0' from unnest(kinds, ids) as a(kind, id)
            where a.kind = 'LOCK');
    end if;
    if 'AFFILIATION' = any (kinds) then
        found_items := found_items || array(select 'AFFILIATION:' || t.id || ':' || t.version from affiliation t
            where t.id in (select a.id from unnest(kinds, ids) as a(kind, id) where a.kind = 'AFFILIATION') order by t.id for share);
    end if;
    if 'CANDIDATE' = any (kinds) then
        found_items := found_items || array(select 'CANDIDATE:' || t.id || ':' || t.version from candidate t
            where t.id in (select a.id from unnest(kinds, ids) as a(kind, id) where a.kind = 'CANDIDATE') order by t.id for share);
    end if;
    if 'COMMISSION' = any (kinds) then
        found_items := found_items || array(select 'COMMISSION:' || t.id || ':' || t.version from commission t
            where t.id in (select a.id from unnest(kinds, ids) as a(kind, id) where a.kind = 'COMMISSION') order by t.id for share);
    end if;
    if 'COMMISSION_MEMBER' = any (kinds) then
        found_items := found_items || array(select 'COMMISSION_MEMBER:' || t.id || ':' || t.version from commission_member t
            where t.id in (select a.id from unnest(kinds, ids) as a(kind, id) where a.kind = 'COMMISSION_MEMBER') order by t.id for share);
    end if;
    if 'EVALUATION_METHOD' = any (kinds) then
        found_items := found_items || array(select 'EVALUATION_METHOD:' || t.id || ':' || t.version from evaluation_method t
            where t.id in (select a.id from unnest(kinds, ids) as a(kind, id) where a.kind = 'EVALUATION_METHOD') order by t.id for share);
    end if;
    if 'HABILITATION' = any (kinds) then
        found_items := found_items || array(select 'HABILITATION:' || t.id || ':' || t.version from habilitation t
            where t.id in (select a.id from unnest(kinds, ids) as a(kind, id) where a.kind = 'HABILITATION') order by t.id for share);
    end if;
    if 'NETWORK_MEMBERSHIP' = any (kinds) then
        found_items := found_items || array(select 'NETWORK_MEMBERSHIP:' || t.id || ':' || t.version from network_membership t
            where t.id in (select a.id from unnest(kinds, ids) as a(kind, id) where a.kind = 'NETWORK_MEMBERSHIP') order by t.id for share);
    end if;
    if 'ORGANISM' = any (kinds) then
        found_items := found_items || array(select 'ORGANISM:' || t.id || ':' || t.version from organism t
            where t.id in (select a.id from unnest(kinds, ids) as a(kind, id) where a.kind = 'ORGANISM') order by t.id for share);
    end if;
    if 'PERSON' = any (kinds) then
        found_items := found_items || array(select 'PERSON:' || t.id || ':' || t.version from person t
            where t.id in (select a.id from unnest(kinds, ids) as a(kind, id) where a.kind = 'PERSON') order by t.id for share);
    end if;
    if 'REFERENTIAL' = any (kinds) then
        found_items := found_items || array(select 'REFERENTIAL:' || t.id || ':' || t.row_version from referential_version t
            where t.id in (select a.id from unnest(kinds, ids) as a(kind, id) where a.kind = 'REFERENTIAL') order by t.id for share);
    end if;
    if 'SESSION' = any (kinds) then
        found_items := found_items || array(select 'SESSION:' || t.id || ':' || t.version from session t
            where t.id in (select a.id from unnest(kinds, ids) as a(kind, id) where a.kind = 'SESSION') order by t.id for share);
    end if;
    select string_agg(distinct asked.kind || ':' || asked.id, ',') into missing
    from unnest(kinds, ids, versions) as asked(kind, id, version)
    where asked.kind || ':' || asked.id || ':' || asked.version <> all (found_items);
    if missing is not null then
        perform stale(missing);
    end if;
    return cardinality(kinds);
end
$$;
comment on function check_facts(text[], uuid[], int[]) is 'Holds facts that were only read (habilitation, affiliation, referential, session...) at the version given until commit';
grant execute on function check_facts(text[], uuid[], int[]) to clea_app;

-- Versions and logs that only grow.
do $$
declare
    name text;
begin
    foreach name in array array['setting', 'network', 'organism', 'site', 'network_membership', 'person',
        'affiliation', 'habilitation', 'evaluation_method', 'candidate', 'commission', 'commission_member', 'api_key',
        'certificate', 'annulment_request', 'appeal', 'appointment', 'funding', 'transfer_request', 'quality_certificate'] loop
        execute format('create trigger %I before update on %I for each row execute function bump_version()',
                       name || '_version', name);
    end loop;
    foreach name in array array['portfolio', 'habilitation_act', 'candidacy_event', 'subdomain_voiding', 'minutes', 'minutes_signature',
        'decision_notification', 'certificate_duplicate', 'certificate_handover', 'identity_statement', 'audit', 'access_log'] loop
        execute format('create trigger %I before update or delete on %I for each row execute function reject_change()',
                       name || '_append_only', name);
        execute format('create trigger %I before truncate on %I for each statement execute function reject_change()',
                       name || '_no_truncate', name);
    end loop;
end
$$;
