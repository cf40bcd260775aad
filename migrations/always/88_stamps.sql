-- SPDX-License-Identifier: EUPL-1.2
-- What a log says of when and of whom is the database's word. Whoever can run a statement as the application adds lines to the
-- logs, as the server does; he cannot date one, or put it into the mouth of somebody who does not hold the key that it names, or
-- into a scope in which that key does not act. The owner (a restore, the demonstration, which is told backwards) writes them as
-- they are.
--
-- Lines come through the three functions here alone: those of a turn at once, whosever they are. The scope that is set has no part
-- in it, because each line names its own. Definer: the application looks up no keys, and writes no log itself.

create function line_is_of_realm(scope text, scope_id uuid, is_nation boolean) returns boolean language sql immutable parallel safe
return case when is_nation then not scope_is_tenant(scope) and scope_id is null
            else scope_is_tenant(scope) and scope_id is not null end;
comment on function line_is_of_realm(text, uuid, boolean) is 'Whether the roles of the nation, or those of tenants, write down what was done in such a scope';

create function nation_writes_down() returns boolean language plpgsql stable as $$
begin
    return pg_has_role(session_user, 'clea_national', 'MEMBER') or pg_has_role(session_user, 'clea_national_read', 'MEMBER');
end
$$;
comment on function nation_writes_down() is 'Whether a role of the nation is connected, whatever scope it has set';

-- A key acts in its own scope. A login acts in several, and the line says in which; PUBLIC is who has named none of them. Whoever
-- was merged a moment ago still acts as the record that he was.
create function credential_acts_in(key_scope text, key_scope_id uuid, scope text, scope_id uuid) returns boolean language plpgsql stable as $$
begin
    return key_scope is null or scope = 'PUBLIC'
        or (scope = key_scope and (scope_id is not distinct from (key_scope_id)
                                   or (scope = 'CANDIDATE' and public.candidate_is_merged_into(scope_id, key_scope_id))));
end
$$;
comment on function credential_acts_in(text, uuid, text, uuid) is 'Whether who comes with a key of that scope (null: with a login) acts in this one';

-- Whose file it is that an answer shows by an object alone. Asked of the objects beside which it names no candidate, which most
-- do; a page of changes names some, and of others their candidacies only.
create function candidates_of_objects(object_ids uuid[]) returns uuid[] language plpgsql stable
set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(
        select c.candidate_id
        from (select any_of.id from unnest(candidates_of_objects.object_ids) as any_of(id)
              union select e.candidacy_id from evaluation e where e.id = any (candidates_of_objects.object_ids)
              union select s.candidacy_id from sitting s where s.id = any (candidates_of_objects.object_ids)
              union select p.candidacy_id from path p where p.id = any (candidates_of_objects.object_ids)
              union select m.candidacy_id from path_module m where m.id = any (candidates_of_objects.object_ids)
              union select o.candidacy_id from portfolio o where o.id = any (candidates_of_objects.object_ids)
              union select f.candidacy_id from file f where f.id = any (candidates_of_objects.object_ids)
              union select i.candidacy_id from agenda_item i where i.id = any (candidates_of_objects.object_ids)
              union select d.candidacy_id from decision d where d.id = any (candidates_of_objects.object_ids)
              union select o.candidacy_id from commission_override o where o.id = any (candidates_of_objects.object_ids)
              union select n.candidacy_id from decision_notification n where n.id = any (candidates_of_objects.object_ids)
              union select a.candidacy_id from appeal a where a.id = any (candidates_of_objects.object_ids)
              union select g.candidacy_id from funding g where g.id = any (candidates_of_objects.object_ids)
              union select n.candidacy_id from funder_consent n where n.id = any (candidates_of_objects.object_ids)
              union select e.candidacy_id from evidence e where e.id = any (candidates_of_objects.object_ids)
              union select h.candidacy_id from certificate_handover h where h.id = any (candidates_of_objects.object_ids)
              union select t.candidacy_id from annulment_request r join certificate t on t.id = r.certificate_id
                    where r.id = any (candidates_of_objects.object_ids)
              union select t.candidacy_id from certificate t where t.id = any (candidates_of_objects.object_ids)) as whose(id)
        join candidacy c on c.id = whose.id
        group by c.candidate_id order by c.candidate_id);
end
$$;
comment on function candidates_of_objects(uuid[]) is 'The candidates of candidacies and of what hangs on them, sorted';

create function access_log_add(scopes text[], scope_ids uuid[], ids uuid[], credential_ids uuid[], function_ids uuid[], roles text[],
    actions text[], object_kinds text[], request_ids text[], statuses int[], candidate_ids text[], person_ids text[], object_ids text[],
    loose_ids text[], effects text[])
returns int language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    is_nation boolean := nation_writes_down();
    line_count int;
begin
    insert into access_log (id, read_at, scope, scope_id, credential_id, person_id, function_id, roles, action, object_kind, request_id,
                            status, candidate_ids, person_ids, object_ids, loose_ids, effect)
    select x.id, clock_timestamp(), x.scope, x.scope_id, x.credential_id, coalesce(k.person_id, l.person_id), x.function_id,
           string_to_array(x.roles, ','), x.action, x.object_kind, x.request_id, x.status,
           case when x.loose_ids = '{}' or x.status = 404 then x.candidate_ids::uuid[]
                when x.candidate_ids = '{}' then candidates_of_objects(x.loose_ids::uuid[])
                else array(select unnest(x.candidate_ids::uuid[]) union select unnest(candidates_of_objects(x.loose_ids::uuid[])) order by 1) end,
           x.person_ids::uuid[], x.object_ids::uuid[], x.loose_ids::uuid[], x.effect
    from unnest(scopes, scope_ids, ids, credential_ids, function_ids, access_log_add.roles, actions, object_kinds, request_ids, statuses,
                access_log_add.candidate_ids, access_log_add.person_ids, access_log_add.object_ids,
                access_log_add.loose_ids, effects)
         as x(scope, scope_id, id, credential_id, function_id, roles, action, object_kind, request_id, status, candidate_ids, person_ids,
              object_ids, loose_ids, effect)
    left join lateral (select k.id, k.person_id, k.scope, k.scope_id from api_key k where k.id = x.credential_id offset 0) k on true
    left join lateral (select l.id, l.person_id from login l where k.id is null and l.id = x.credential_id offset 0) l on true
    where line_is_of_realm(x.scope, x.scope_id, is_nation) and (k.id is not null or l.id is not null)
      and credential_acts_in(k.scope, k.scope_id, x.scope, x.scope_id);
    get diagnostics line_count = row_count;
    if line_count <> cardinality(ids) then
        perform refuse('log_credential_known', 'access_log', 'no such key or login acts in that scope');
    end if;
    return line_count;
end
$$;
comment on function access_log_add(text[], uuid[], uuid[], uuid[], uuid[], text[], text[], text[], text[], int[], text[], text[], text[], text[], text[]) is
    'What was shown to whom: the only way to the access log';
grant execute on function access_log_add(text[], uuid[], uuid[], uuid[], uuid[], text[], text[], text[], text[], int[], text[], text[], text[], text[], text[])
    to clea_app, clea_read;

-- The process itself acts for the nation without a credential.
create function audit_add(scopes text[], scope_ids uuid[], credential_ids uuid[], function_ids uuid[], roles text[], actions text[],
    object_kinds text[], request_ids text[], object_ids uuid[], outcomes text[], reasons text[], keys text[])
returns int language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    is_nation boolean := nation_writes_down();
    line_count int;
begin
    -- Whoever acts in a function holds it until the commit: it ends after that, or not before what was done (82_exercise.sql).
    if 'ACCEPTED' = any (outcomes) and scopes && array['NETWORK', 'COMMISSION', 'FUNDER', 'CERTIFIER', 'AUDITOR', 'SYSTEM'] then
        perform from staff_function f
        where f.person_id in (select k.person_id from api_key k where k.id = any (credential_ids)
                              union all select l.person_id from login l where l.id = any (credential_ids))
          and exists (select from unnest(scopes, scope_ids) as x(scope, scope_id) where x.scope = f.scope and x.scope_id is not distinct from f.scope_id)
        order by f.id for share;
    end if;
    insert into audit (scope, scope_id, credential_id, person_id, function_id, roles, action, object_kind, request_id, object_id, outcome,
                       reason, idempotency_digest, acted_on)
    select x.scope, x.scope_id, x.credential_id, coalesce(k.person_id, l.person_id), x.function_id, string_to_array(x.roles, ','), x.action,
           x.object_kind, x.request_id, x.object_id, x.outcome, x.reason, sha256(convert_to(x.key, 'UTF8')),
           case when x.scope not in ('ORGANISM', 'CANDIDATE') and coalesce(k.person_id, l.person_id) is not null
                then day_in(scope_time_zone(x.scope, x.scope_id)) end
    from unnest(scopes, scope_ids, credential_ids, function_ids, audit_add.roles, actions, object_kinds, request_ids, object_ids, outcomes,
                reasons, keys)
         as x(scope, scope_id, credential_id, function_id, roles, action, object_kind, request_id, object_id, outcome, reason, key)
    left join lateral (select k.id, k.person_id, k.scope, k.scope_id from api_key k where k.id = x.credential_id offset 0) k on true
    left join lateral (select l.id, l.person_id from login l where k.id is null and l.id = x.credential_id offset 0) l on true
    where line_is_of_realm(x.scope, x.scope_id, is_nation)
      and case when x.credential_id is null then is_nation
               else (k.id is not null or l.id is not null) and credential_acts_in(k.scope, k.scope_id, x.scope, x.scope_id) end;
    get diagnostics line_count = row_count;
    if line_count <> cardinality(scopes) then
        perform refuse('log_credential_known', 'audit', 'no such key or login acts in that scope');
    end if;
    return line_count;
end
$$;
comment on function audit_add(text[], uuid[], uuid[], uuid[], text[], text[], text[], text[], uuid[], text[], text[], text[]) is
    'Who did, or was refused, what: the only way to the audit';
grant execute on function audit_add(text[], uuid[], uuid[], uuid[], text[], text[], text[], text[], uuid[], text[], text[], text[]) to clea_app;

create function idempotency_add(scopes text[], scope_ids uuid[], principal_keys text[], operations text[], paths text[], keys text[],
    fingerprints bytea[], statuses int[], etags text[], locations text[], bodies text[], candidate_ids text[], person_ids text[],
    object_ids text[])
returns int language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    is_nation boolean := nation_writes_down();
    line_count int;
begin
    insert into idempotency_record (scope, scope_id, principal_key, method, path, key, fingerprint, status, etag, location, body,
                                    candidate_ids, person_ids)
    select x.scope, x.scope_id, x.principal_key, x.operation, x.path, x.key, x.fingerprint, x.status, x.etag, x.location, x.body,
           case when x.candidate_ids = '{}' and x.object_ids <> '{}' then candidates_of_objects(x.object_ids::uuid[])
                else x.candidate_ids::uuid[] end,
           x.person_ids::uuid[]
    from unnest(scopes, scope_ids, principal_keys, operations, paths, keys, fingerprints, statuses, etags, locations, bodies,
                idempotency_add.candidate_ids, idempotency_add.person_ids, idempotency_add.object_ids)
         as x(scope, scope_id, principal_key, operation, path, key, fingerprint, status, etag, location, body, candidate_ids, person_ids,
              object_ids)
    where line_is_of_realm(x.scope, x.scope_id, is_nation);
    get diagnostics line_count = row_count;
    if line_count <> cardinality(scopes) then
        perform refuse('log_credential_known', 'idempotency_record', 'not of a scope in which this role acts');
    end if;
    return line_count;
end
$$;
comment on function idempotency_add(text[], uuid[], text[], text[], text[], text[], bytea[], int[], text[], text[], text[], text[], text[], text[]) is
    'The answers of keys, in the transaction of their effects: the only way in which one is stored';
grant execute on function idempotency_add(text[], uuid[], text[], text[], text[], text[], bytea[], int[], text[], text[], text[], text[], text[], text[])
    to clea_app;

-- The day of the entry is the clock's, not the setting that scope_set() leaves in the transaction. With the number of the line, so that
-- one query is asked for it.
-- It is the day of the organism in charge (decision 38), and not before that of the line before: a file may have come from where the day
-- begins earlier.
create function candidacy_event_stamp() returns trigger language plpgsql
security definer as $$
declare
    before record;
    added bigint;
    commissions uuid[];
begin
    new.recorded_at := clock_timestamp();
    select e.sequence, e.entered_on into before from public.candidacy_event e
    where e.candidacy_id = new.candidacy_id order by e.sequence desc limit 1;
    select coalesce(c.today, (coalesce(c.instant, clock_timestamp()) at time zone coalesce(o.time_zone, 'Europe/Paris'))::date), n.added,
           array(select a.scope_id from public.candidacy_access a where a.candidacy_id = new.candidacy_id and a.scope = 'COMMISSION')
    into new.entered_on, added, commissions
    from public.sandbox_clock c cross join public.change_epoch n
    left join public.organism o on o.id = (new.state_after ->> 'owner_org_id')::uuid;
    if before.entered_on = new.entered_on + 1 then
        new.entered_on := before.entered_on;
    end if;
    new.sequence := coalesce(new.sequence, before.sequence + 1, 1);
    insert into public.change (id, kind, object_id, root_id, what, occurred_on, version, told_id, commission_id, other_org_id)
    values (encode(int8send(added + pg_current_xact_id()::text::bigint) || int8send(nextval('public.change_number')), 'hex')::uuid, -- change_place()
            'CANDIDACY', new.candidacy_id, new.candidacy_id, new.event, new.occurred_on, (new.state_after ->> 'version')::int,
            (new.state_after ->> 'owner_org_id')::uuid, commissions[1],
            case new.event when 'TRANSFER' then (select c.owner_org_id from public.candidacy c where c.id = new.candidacy_id) end);
    for i in 2 .. cardinality(commissions) loop
        perform public.change_add('CANDIDACY', new.candidacy_id, new.candidacy_id, new.event, new.occurred_on, (new.state_after ->> 'version')::int,
                                  null, commissions[i], true);
    end loop;
    return new;
end
$$;
comment on function candidacy_event_stamp() is
    'When a line of the history was written, by the database''s clock or the one that its sandbox pretends, and its number: the claim of the candidacy keeps writers apart. It is told as a change, too (88_change.sql)';
create trigger candidacy_event_stamp before insert on candidacy_event for each row
    when (not pg_has_role(current_user, 'clea_owner', 'MEMBER')) execute function candidacy_event_stamp();
