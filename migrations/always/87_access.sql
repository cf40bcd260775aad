-- SPDX-License-Identifier: EUPL-1.2
-- Who read whose file, and the callers whom nobody knows.

-- What hangs on a candidacy and may stand alone in an answer.
create function candidacy_object_ids(candidacy_id uuid) returns uuid[] language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(
        select candidacy_object_ids.candidacy_id
        union all select e.id from evaluation e where e.candidacy_id = candidacy_object_ids.candidacy_id
        union all select p.id from path p where p.candidacy_id = candidacy_object_ids.candidacy_id
        union all select m.id from path_module m where m.candidacy_id = candidacy_object_ids.candidacy_id
        union all select o.id from portfolio o where o.candidacy_id = candidacy_object_ids.candidacy_id
        union all select f.id from file f where f.candidacy_id = candidacy_object_ids.candidacy_id
        union all select i.id from agenda_item i where i.candidacy_id = candidacy_object_ids.candidacy_id
        union all select o.id from commission_override o where o.candidacy_id = candidacy_object_ids.candidacy_id
        union all select d.id from decision d where d.candidacy_id = candidacy_object_ids.candidacy_id
        union all select n.id from decision_notification n where n.candidacy_id = candidacy_object_ids.candidacy_id
        union all select a.id from appeal a where a.candidacy_id = candidacy_object_ids.candidacy_id
        union all select g.id from funding g where g.candidacy_id = candidacy_object_ids.candidacy_id
        union all select e.id from evidence e where e.candidacy_id = candidacy_object_ids.candidacy_id
        union all select h.id from certificate_handover h where h.candidacy_id = candidacy_object_ids.candidacy_id
        union all select r.id from annulment_request r join certificate t on t.id = r.certificate_id
            where t.candidacy_id = candidacy_object_ids.candidacy_id
        union all select t.id from certificate t where t.candidacy_id = candidacy_object_ids.candidacy_id);
end
$$;
comment on function candidacy_object_ids(uuid) is 'A candidacy and what hangs on it';

-- Definer: nobody reads the log itself, and the operators of arrays are not leakproof, so that under row-level security no
-- index would serve. Hence the question who may ask is answered here: the candidate, who sees all that names him; the
-- organism in charge, which sees what names this file, and of the rest that names the candidate what those have seen who
-- have this file too: another organism's file of the same person is not its business. What a commission does in session is secret:
-- to both it is told as an act of the commission, without who and which (DELIBERATION), from here on and for every statement.
create function accesses_of(candidacy_id uuid, cursor_id uuid, is_backward boolean, page_limit int) returns setof access_log
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    whose uuid;
    owner_id uuid;
    objects uuid[];
    persons uuid[];
    is_whole boolean;
    -- Who is suspected of a fraud is not warned while a second person decides.
    tells_annulment boolean := nation_asks() or exists (
        select from certificate t where t.candidacy_id = accesses_of.candidacy_id and t.status = 'ANNULLED');
    line access_log;
begin
    select c.candidate_id, c.owner_org_id into whose, owner_id from candidacy c where c.id = accesses_of.candidacy_id;
    is_whole := nation_asks() or (current_scope() = 'CANDIDATE' and current_scope_id() = whose);
    if not coalesce(is_whole or (current_scope() = 'ORGANISM' and current_scope_id() = owner_id), false) then
        return;
    end if;
    objects := candidacy_object_ids(accesses_of.candidacy_id);
    -- Under the name of whoever he was before a merge, too.
    persons := array(select whose union all select n.id from candidate n where n.merged_into_id = whose);
    for line in
    select l.*
    from access_log l
    where (l.candidate_ids || coalesce(l.loose_ids, l.object_ids)) && (objects || persons) -- access_log_by_named; and of those:
      and (l.object_ids && objects
           or (l.candidate_ids @> array[whose]
               and (is_whole or scope_sees_all(l.scope)
                    or exists (select from candidacy_access a where a.candidacy_id = accesses_of.candidacy_id
                               and a.scope = l.scope and a.scope_id = l.scope_id)
                    or exists (select from former_owner f where f.candidacy_id = accesses_of.candidacy_id
                               and l.scope = 'ORGANISM' and f.organism_id = l.scope_id))))
      and l.status <> 404
      and (tells_annulment or l.action not in ('requestAnnulment', 'listAnnulmentRequests', 'getAnnulmentRequest', 'recordAnnulmentRequestEvent',
                                               'readAllowedAnnulmentRequestEvents'))
      and (accesses_of.cursor_id is null
           or case when accesses_of.is_backward then l.id > accesses_of.cursor_id else l.id < accesses_of.cursor_id end)
    order by case when accesses_of.is_backward then l.id end, l.id desc
    limit accesses_of.page_limit
    loop
        if not nation_asks() and line.scope = 'COMMISSION' and line.object_kind in ('Agenda', 'Sessions', 'Votes', 'Minutes') then
            line.action := 'DELIBERATION';
            line.object_kind := 'Sessions';
            line.person_id := null;
            line.function_id := null;
            line.credential_id := null;
            line.request_id := null;
            line.roles := '{}';
            line.status := 200;
        end if;
        -- What a juror reads to prepare a file is told, and that it was a juror; not which.
        if not nation_asks() and line.roles && array['JUROR', 'CHAIR'] then
            line.person_id := null;
            line.function_id := null;
            line.credential_id := null;
            line.request_id := null;
        end if;
        return next line;
    end loop;
end
$$;
comment on function accesses_of(uuid, uuid, boolean, int) is 'Who was shown what of a candidacy, newest first, by page; nothing for who may not ask';
grant execute on function accesses_of(uuid, uuid, boolean, int) to clea_app, clea_read;

-- Lines that are older than the column tell by their operation and their status; a dry run cannot be told from a change among them.
create function access_effect(effect text, action text, status int) returns text language sql immutable parallel safe
return coalesce(effect, case when action ~ '^(check|count|diff|get|list|read|search|simulate|validate|verify)' then 'READ'
                             when status >= 400 then 'TRIAL' else 'CHANGE' end);
comment on function access_effect(text, text, int) is 'What an answer of the access log did to what it shows: READ, CHANGE or TRIAL';
grant execute on function access_effect(text, text, int) to clea_app, clea_read;

-- Definer: only the owner of an index may. It shows nothing and changes nothing but where lines are found.
create function access_log_index() returns bigint language plpgsql volatile
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return gin_clean_pending_list('access_log_by_named');
end
$$;
comment on function access_log_index() is 'Enters what is new in the access log into its index, many lines at once; how many pages that were';
grant execute on function access_log_index() to clea_national;

-- Definer: counted, never read nor changed by the application.
create function refused_callers_add(minutes timestamptz[], addresses text[], key_prefixes text[], reasons text[], counts bigint[])
returns int language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into refused_caller as r (minute, address, key_prefix, reason, count)
    select x.minute, x.address, x.key_prefix, x.reason, sum(x.count)
    from unnest(minutes, addresses, key_prefixes, reasons, counts) as x(minute, address, key_prefix, reason, count)
    group by x.minute, x.address, x.key_prefix, x.reason
    on conflict on constraint refused_caller_pk do update set count = r.count + excluded.count;
    return cardinality(minutes);
end
$$;
comment on function refused_callers_add(timestamptz[], text[], text[], text[], bigint[]) is 'Adds to the counts of unknown callers, minute by minute';
grant execute on function refused_callers_add(timestamptz[], text[], text[], text[], bigint[]) to clea_app;

create policy refused_caller_auditor on refused_caller for select to clea_auditor using (true);
grant select on refused_caller to clea_auditor;
