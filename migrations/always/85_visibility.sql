-- SPDX-License-Identifier: EUPL-1.2
-- Who sees and writes which row: row-level security, enabled and forced, nothing visible while the scope is unset.
--
-- Here is what belongs to a tenant, for the roles of tenants (clea_app, clea_read): no scope that they set shows them more than
-- one organism, network, commission or candidate. What a national scope sees and writes is in 95_national.sql, for roles of
-- their own. clea_owner (definer functions) passes; clea_auditor reads all without a scope.
--
-- candidacy_access is the relation; its own policy is the only place that knows scopes and their reach, every table under a
-- candidacy asks only whether a row of it is visible. `offset 0` in those questions keeps the planner from hashing the whole
-- relation for a page of fifty rows (measured on 67,000 rows of it: 42 ms against 0.5 ms). No policy reads a table whose policy
-- reads back. A network reads through its members; the network never writes, and a former owner
-- reads what 67_former.sql kept.
--
-- A policy asks for the scope at each row (current_scope(), current_scope_id(), current_reach()), never once for a statement (`(select
-- current_reach())`), where a statement may serve several askers, one after the other (scope_enter()).
--
-- The reach of a narrow function (scope_narrow) is a list of ids: of a trainer the candidacies that he trains, of a juror the
-- sessions that he sits in. It narrows the relation and the tables of sessions, hence all that hangs on them.

-- For scopes that are narrowed; the policy of the relation says the same a second time.
create function reaches_candidacy(candidacy_id uuid) returns boolean
language plpgsql stable as $$
begin
    return public.current_reach() is null
        or (public.current_scope() = 'ORGANISM' and reaches_candidacy.candidacy_id = any (public.current_reach()))
        or (public.current_scope() = 'COMMISSION' and exists (
            select from public.agenda_item i where i.candidacy_id = reaches_candidacy.candidacy_id and i.removed_on is null
            and i.session_id = any (public.current_reach())));
end
$$;
comment on function reaches_candidacy(uuid) is
    'Whether a narrow function reaches a candidacy: who trains the candidate, who sits in a session with his file; every other reaches all that its scope sees';
grant execute on function reaches_candidacy(uuid) to clea_app, clea_read;

-- For statements, and for people who ask why. Policies use the relation directly, which the planner can see through.
-- plpgsql on purpose: it keeps its plans for the session; a SQL function with a query is planned anew at every call. What nearly
-- everybody is answered by, one probe of the relation's key, comes first.
create function scope_sees_candidacy(scope text, scope_id uuid, candidacy_id uuid) returns boolean
language plpgsql stable as $$
begin
    if exists (select from public.candidacy_access a
               where a.candidacy_id = scope_sees_candidacy.candidacy_id and a.scope = scope_sees_candidacy.scope
                 and a.scope_id = scope_sees_candidacy.scope_id) then
        return public.current_reach() is null or public.reaches_candidacy(scope_sees_candidacy.candidacy_id);
    end if;
    case scope_sees_candidacy.scope
        when 'ORGANISM' then
            return exists (select from public.former_owner f
                           where f.candidacy_id = scope_sees_candidacy.candidacy_id and f.organism_id = scope_sees_candidacy.scope_id);
        when 'NETWORK' then
            return exists (select from public.candidacy_access a join public.network_membership m on m.organism_id = a.scope_id
                           where a.candidacy_id = scope_sees_candidacy.candidacy_id and a.scope = 'ORGANISM' and a.can_write
                             and m.network_id = scope_sees_candidacy.scope_id and m.valid_from <= public.current_day()
                             and (m.valid_to is null or m.valid_to >= public.current_day()));
        when 'FUNDER' then
            return public.funder_reads(scope_sees_candidacy.candidacy_id);
        else
            return public.scope_sees_all(scope_sees_candidacy.scope);
    end case;
end
$$;
comment on function scope_sees_candidacy(text, uuid, uuid) is 'Whether a scope sees a candidacy; true only for the scope that asks, since the relation itself is guarded';
grant execute on function scope_sees_candidacy(text, uuid, uuid) to clea_app, clea_read;

-- Beside a candidacy that is seen stands the one before: of another organism perhaps, where nobody has to know of it.
create function candidacy_shown(candidacy_id uuid) returns uuid
language plpgsql stable as $$
begin
    return case when candidacy_shown.candidacy_id is not null
                     and public.scope_sees_candidacy(public.current_scope(), public.current_scope_id(), candidacy_shown.candidacy_id)
                then candidacy_shown.candidacy_id end;
end
$$;
comment on function candidacy_shown(uuid) is 'The candidacy, to who sees it; to others null, as if there were none';
grant execute on function candidacy_shown(uuid) to clea_app, clea_read;

create function scope_sees_owned(scope text, scope_id uuid, candidacy_id uuid, owner_org_id uuid) returns boolean language sql stable
return (scope = 'ORGANISM' and owner_org_id = scope_id and current_reach() is null) or scope_sees_candidacy(scope, scope_id, candidacy_id);
comment on function scope_sees_owned(text, uuid, uuid, uuid) is
    'The same of a candidacy whose owner stands beside it: the owner who reaches all that is his is not looked up; inlined';
grant execute on function scope_sees_owned(text, uuid, uuid, uuid) to clea_app, clea_read;

create function scope_writes_candidacy(scope text, scope_id uuid, candidacy_id uuid) returns boolean
language plpgsql stable as $$
begin
    if public.scope_writes_all(scope_writes_candidacy.scope) then
        return true;
    end if;
    return exists (
        select from public.candidacy_access a
        where a.candidacy_id = scope_writes_candidacy.candidacy_id and a.scope = scope_writes_candidacy.scope
          and a.scope_id = scope_writes_candidacy.scope_id and a.can_write
          and (public.current_reach() is null or public.reaches_candidacy(a.candidacy_id)));
end
$$;
comment on function scope_writes_candidacy(text, uuid, uuid) is 'Whether a scope may change a candidacy';
grant execute on function scope_writes_candidacy(text, uuid, uuid) to clea_app, clea_read;

create function scope_writes_owned(scope text, scope_id uuid, candidacy_id uuid, owner_org_id uuid) returns boolean language sql stable
return (scope = 'ORGANISM' and owner_org_id = scope_id and current_reach() is null) or scope_writes_candidacy(scope, scope_id, candidacy_id);
comment on function scope_writes_owned(text, uuid, uuid, uuid) is 'The same of a candidacy whose owner stands beside it; inlined';
grant execute on function scope_writes_owned(text, uuid, uuid, uuid) to clea_app, clea_read;

-- Who trains the candidate of another organism has no row of the relation, by which all that hangs on a candidacy opens: statements
-- ask for him apart, and policies of his own open the candidacy, the path, his organism's modules and the hours given there. What a
-- statement forgets is closed to him.
create function scope_trains_candidacy(scope text, scope_id uuid, candidacy_id uuid) returns boolean
language plpgsql stable as $$
begin
    return coalesce(scope_trains_candidacy.scope = 'ORGANISM' and public.current_scope() = 'ORGANISM'
                    and scope_trains_candidacy.scope_id = public.current_scope_id()
                    and coalesce(scope_trains_candidacy.candidacy_id = any (public.current_reach()), false)
                    and public.trains_for_other(scope_trains_candidacy.candidacy_id), false);
end
$$;
comment on function scope_trains_candidacy(text, uuid, uuid) is
    'Whether who asks trains the candidate of another organism: he sees the candidacy, the path and the hours, and no more';
grant execute on function scope_trains_candidacy(text, uuid, uuid) to clea_app, clea_read;

-- For the policy of the relation, of a juror: what reaches_candidacy() says for statements.
create function access_is_reached(candidacy_id uuid) returns boolean language plpgsql stable as $$
begin
    return exists (
        select from public.agenda_item i
        where i.candidacy_id = access_is_reached.candidacy_id and i.removed_on is null and i.session_id = any (public.current_reach()));
end
$$;
comment on function access_is_reached(uuid) is 'Whether a juror sits over the file of a candidacy; read by row-level security';
grant execute on function access_is_reached(uuid) to clea_app, clea_read;

create function network_has_member(organism_id uuid) returns boolean language plpgsql stable as $$
begin
    return exists (select from public.network_membership m
                   where m.organism_id = network_has_member.organism_id and m.network_id = public.current_scope_id()
                     and m.valid_from <= public.current_day() and (m.valid_to is null or m.valid_to >= public.current_day()));
end
$$;
comment on function network_has_member(uuid) is 'Whether an organism is a member of the asking network today; read by row-level security';
grant execute on function network_has_member(uuid) to clea_app, clea_read;

-- Loops first: what many tables share.
do $$
declare
    name text;
    narrow text;
begin
    -- What belongs to the owner and runs as the owner sees everything. The tables of the first nine files say so themselves.
    foreach name in array array['event_text', 'decision_notification', 'former_decision_notification', 'annulment_request', 'identity_statement',
        'certificate_handover', 'former_certificate_handover', 'document', 'credential', 'credential_list', 'credential_key', 'commission_override',
        'convocation', 'rectification', 'rectification_signature', 'departure', 'session_stand_in', 'evidence', 'evidence_part', 'former_evidence', 'earlier_name'] loop
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;

    -- Read without a scope, but for what is data on health (6.4).
    foreach name in array array['setting', 'network', 'organism', 'site', 'network_membership', 'person',
        'affiliation', 'referential_version', 'habilitation', 'habilitation_spell', 'evaluation_method', 'candidate',
        'commission', 'commission_member', 'api_key', 'candidacy', 'candidacy_access', 'cycle_person', 'evaluation',
        'sitting', 'evidence_note', 'event_text', 'restitution', 'portfolio', 'path', 'path_module', 'file', 'file_document',
        'candidacy_event', 'subdomain_voiding', 'session', 'agenda_item', 'attendance', 'step_down', 'vote',
        'decision', 'minutes', 'minutes_signature', 'certificate', 'certificate_duplicate', 'document', 'credential', 'idempotency_record',
        'audit', 'access_log', 'decision_notification', 'annulment_request', 'identity_statement', 'certificate_handover', 'appeal', 'subdomain_voiding_lift',
        'appointment', 'funding', 'transfer_request',
        'transfer_request_route', 'quality_certificate', 'candidate_word', 'candidate_distinct', 'evidence'] loop
        execute format('create policy %I on %I for select to clea_auditor using (true)', name || '_auditor', name);
    end loop;

    -- Read by every tenant.
    foreach name in array array[
        'network', 'organism', 'site', 'network_membership', 'person', 'affiliation', 'referential_version', 'habilitation',
        'habilitation_spell', 'evaluation_method', 'commission', 'commission_member', 'setting', 'quality_certificate'] loop
        execute format('create policy %I on %I for select to clea_app, clea_read using (scope_is_tenant(current_scope()))',
                       name || '_read', name);
    end loop;

    -- Under a candidacy: the relation decides.
    foreach name in array array[
        'evaluation', 'sitting', 'restitution', 'portfolio', 'path', 'path_module', 'file', 'file_document',
        'candidacy_event', 'subdomain_voiding', 'decision_notification', 'certificate_handover', 'appeal', 'subdomain_voiding_lift'] loop
        execute format('create policy %I on %I for select to clea_app, clea_read using (exists (select from'
                       || ' candidacy_access a where a.candidacy_id = %I.candidacy_id offset 0))',
                       name || '_read', name, name);
    end loop;
    foreach name in array array[
        'evaluation', 'sitting', 'evidence_note', 'event_text', 'restitution', 'portfolio', 'path', 'path_module', 'file',
        'file_document', 'candidacy_event', 'subdomain_voiding'] loop
        execute format('create policy %I on %I for insert to clea_app with check (exists (select from'
                       || ' candidacy_access a where a.candidacy_id = %I.candidacy_id'
                       || ' and a.can_write and a.scope = current_scope() offset 0))', name || '_insert', name, name);
        execute format('create policy %I on %I for update to clea_app using (exists (select from'
                       || ' candidacy_access a where a.candidacy_id = %I.candidacy_id'
                       || ' and a.can_write and a.scope = current_scope() offset 0))', name || '_update', name, name);
        execute format('create policy %I on %I for delete to clea_app using (exists (select from'
                       || ' candidacy_access a where a.candidacy_id = %I.candidacy_id'
                       || ' and a.can_write and a.scope = current_scope() offset 0))', name || '_delete', name, name);
    end loop;

    -- Of a commission: that commission alone. A juror's reach, of hundreds of sessions, is read once, but for the agenda (several askers).
    foreach name in array array['session', 'agenda_item', 'attendance', 'step_down', 'vote', 'minutes', 'minutes_signature'] loop
        narrow := format('(%2$s is null or %1$I = any (%2$s::uuid[]))', case name when 'session' then 'id' else 'session_id' end,
                         case name when 'agenda_item' then 'current_reach()' else '(select current_reach())' end);
        if name in ('session', 'attendance', 'minutes', 'minutes_signature') then -- of the session itself, and no file
            narrow := format('(%s or %I = any ((select current_told())::uuid[]))', narrow, case name when 'session' then 'id' else 'session_id' end); end if;
        execute format('create policy %I on %I for select to clea_app, clea_read using (current_scope() = ''COMMISSION'''
                       || ' and commission_id = current_scope_id() and ' || narrow || ')', name || '_read', name);
    end loop;
    foreach name in array array['session', 'agenda_item', 'attendance', 'step_down', 'vote', 'decision', 'minutes',
                                'minutes_signature'] loop
        narrow := format('(%2$s is null or %1$I = any (%2$s::uuid[]))', case name when 'session' then 'id' else 'session_id' end,
                         case name when 'agenda_item' then 'current_reach()' else '(select current_reach())' end);
        execute format('create policy %I on %I for insert to clea_app with check (current_scope() = ''COMMISSION'''
                       || ' and commission_id = current_scope_id() and ' || narrow || ')',
                       name || '_insert', name);
        execute format('create policy %I on %I for update to clea_app using (current_scope() = ''COMMISSION'''
                       || ' and commission_id = current_scope_id() and ' || narrow || ')',
                       name || '_update', name);
        execute format('create policy %I on %I for delete to clea_app using (current_scope() = ''COMMISSION'''
                       || ' and commission_id = current_scope_id() and ' || narrow || ')',
                       name || '_delete', name);
    end loop;

    -- The three doors of a write to what the owner of a candidacy keeps.
    foreach name in array array['insert', 'update', 'delete'] loop
        execute format('create policy %I on funding for %s to clea_app %s (current_scope() = ''ORGANISM'''
                       || ' and exists (select from candidacy_access a where a.candidacy_id = funding.candidacy_id and a.can_write and a.scope = ''ORGANISM'' offset 0))',
                       'funding_' || name, name, case name when 'insert' then 'with check' else 'using' end);
    end loop;
    foreach name in array array['insert', 'update'] loop
        execute format('create policy %I on adjustment for %s to clea_app %s (current_scope() in (''ORGANISM'', ''CANDIDATE'')'
                       || ' and exists (select from candidacy_access a where a.candidacy_id = adjustment.candidacy_id'
                       || ' and a.can_write and a.scope = current_scope() offset 0))',
                       'adjustment_' || name, name, case name when 'insert' then 'with check' else 'using' end);
    end loop;
end
$$;

-- The relation: the only policy that knows the scopes. What few callers need of it stands in functions, which cost the others
-- nothing: an executor prepares every table that a policy names, asked or not. `case`, because of two conditions with `or` between
-- them the planner makes two scans of an index and a bitmap, where one scan by candidacy finds the two or three rows that there are.
create policy candidacy_access_read on candidacy_access for select to clea_app, clea_read using (
    case when scope = current_scope() and scope_id = current_scope_id() then
             current_reach() is null
             or (scope = 'ORGANISM' and candidacy_id = any (current_reach()))
             or (scope = 'COMMISSION' and access_is_reached(candidacy_id))
         when current_scope() = 'NETWORK' then scope = 'ORGANISM' and can_write and network_has_member(scope_id)
         else false end);

-- The row of the relation is written after the candidacy: its opener is known by owner_org_id meanwhile.
create policy candidacy_read on candidacy for select to clea_app, clea_read using (
    (current_scope() = 'ORGANISM' and owner_org_id = current_scope_id() and current_reach() is null)
    or exists (select from candidacy_access a where a.candidacy_id = candidacy.id offset 0));
create policy candidacy_insert on candidacy for insert to clea_app with check (
    current_scope() = 'ORGANISM' and owner_org_id = current_scope_id() and current_reach() is null);
create policy candidacy_update on candidacy for update to clea_app using (
    exists (select from candidacy_access a where a.candidacy_id = candidacy.id and a.can_write and a.scope = current_scope() offset 0));

-- Of who trains the candidate of another organism. What he says of himself comes before what is looked up (`case`; behind an unknown an `and` goes on).
create policy candidacy_trainer on candidacy for select to clea_app, clea_read using (
    case when current_scope() = 'ORGANISM' and id = any (current_reach()) then trains_for_other(id) else false end);
create policy path_trainer on path for select to clea_app, clea_read using (
    case when current_scope() = 'ORGANISM' and status = 'ACCEPTED' and candidacy_id = any (current_reach()) then trains_for_other(candidacy_id)
         else false end);
create policy path_module_trainer on path_module for select to clea_app, clea_read using (
    case when current_scope() = 'ORGANISM' and training_org_id = current_scope_id() and coalesce(candidacy_id = any (current_reach()), false)
              and trains_for_other(candidacy_id)
         then exists (select from path p where p.id = path_module.path_id offset 0) else false end);
create policy candidacy_event_trainer on candidacy_event for select to clea_app, clea_read using (
    case when current_scope() = 'ORGANISM' and event in ('RECORD_ATTENDANCE', 'CORRECT_ATTENDANCE') and coalesce(candidacy_id = any (current_reach()), false)
              and trains_for_other(candidacy_id)
         then module_is_seen((candidacy_event.data ->> 'module_id')::uuid) else false end);
create policy candidacy_event_trainer_insert on candidacy_event for insert to clea_app with check (
    case when current_scope() = 'ORGANISM' and acting_org_id = current_scope_id() and event in ('RECORD_ATTENDANCE', 'CORRECT_ATTENDANCE')
              and from_state = 'IN_TRAINING' and to_state = 'IN_TRAINING' and coalesce(candidacy_id = any (current_reach()), false)
              and trains_for_other(candidacy_id)
         then module_is_seen((candidacy_event.data ->> 'module_id')::uuid) else false end);
create policy event_text_trainer on event_text for select to clea_app, clea_read using (
    case when current_scope() = 'ORGANISM' and coalesce(candidacy_id = any (current_reach()), false) and trains_for_other(candidacy_id)
         then exists (select from candidacy_event e where e.id = event_text.event_id offset 0) else false end);
create policy event_text_trainer_insert on event_text for insert to clea_app with check (
    case when current_scope() = 'ORGANISM' and coalesce(candidacy_id = any (current_reach()), false) and trains_for_other(candidacy_id)
         then exists (select from candidacy_event e where e.id = event_text.event_id offset 0) else false end);

-- Words on criteria and of acts are for the organism, the commission, the candidate and the certifier; the former not for who trains.
create policy evidence_note_read on evidence_note for select to clea_app, clea_read using (
    not scope_trains_alone() and exists (select from candidacy_access a where a.candidacy_id = evidence_note.candidacy_id and a.scope = current_scope() offset 0));
create policy event_text_read on event_text for select to clea_app, clea_read using (
    exists (select from candidacy_access a where a.candidacy_id = event_text.candidacy_id and a.scope = current_scope() offset 0));

-- Evidence is for those too, once it may be read; before, and when it was refused or removed, the side that put it there sees what
-- became of it: the candidate, or the organism in charge, also of what a former one put there. Its bytes are for who may read it: as long as it may be read.
create policy evidence_read on evidence for select to clea_app, clea_read using (
    exists (select from candidacy_access a where a.candidacy_id = evidence.candidacy_id and a.scope = current_scope() offset 0)
    and (state in ('CLEAN', 'UNSCANNED')
         or (acting_scope = current_scope()
             and (acting_scope = 'CANDIDATE' or exists (select from candidacy_access w where w.candidacy_id = evidence.candidacy_id
                                                        and w.can_write and w.scope = current_scope() offset 0)))));
create policy evidence_insert on evidence for insert to clea_app with check (
    acting_scope = current_scope() and current_reach() is null and (acting_scope = 'CANDIDATE' or acting_org_id = current_scope_id())
    and exists (select from candidacy_access a where a.candidacy_id = evidence.candidacy_id
                and a.can_write and a.scope = current_scope() offset 0));
-- What a former owner put there is the present one's to remove: he answers for the file.
create policy evidence_update on evidence for update to clea_app using (
    acting_scope = current_scope() and current_reach() is null
    and exists (select from candidacy_access a where a.candidacy_id = evidence.candidacy_id
                and a.can_write and a.scope = current_scope() offset 0));
create policy evidence_part_read on evidence_part for select to clea_app, clea_read using (
    exists (select from evidence_seen e where e.id = evidence_part.evidence_id and e.state in ('CLEAN', 'UNSCANNED') offset 0));
create policy evidence_part_insert on evidence_part for insert to clea_app with check (
    current_scope() in ('ORGANISM', 'CANDIDATE') and current_reach() is null
    and exists (select from candidacy_access a where a.candidacy_id = evidence_part.candidacy_id
                and a.can_write and a.scope = current_scope() offset 0));

-- A decision is told once it is effective.
create policy decision_read on decision for select to clea_app, clea_read using (
    (current_scope() = 'COMMISSION' and commission_id = current_scope_id()
     and ((select current_reach()) is null or session_id = any ((select current_reach())::uuid[])))
    or (effective_on is not null and exists (select from candidacy_access a where a.candidacy_id = decision.candidacy_id offset 0)));
create policy certificate_read on certificate for select to clea_app, clea_read using (
    exists (select from candidacy_access a where a.candidacy_id = certificate.candidacy_id offset 0));
create policy certificate_duplicate_read on certificate_duplicate for select to clea_app, clea_read using (
    exists (select from certificate c where c.id = certificate_duplicate.certificate_id offset 0));
create policy document_read on document for select to clea_app, clea_read using (document_is_seen(kind, subject_id));
create policy credential_read on credential for select to clea_app, clea_read using (
    exists (select from certificate_seen c where c.id = credential.certificate_id offset 0));
create policy candidate_read on candidate for select to clea_app, clea_read using (
    (current_scope() = 'CANDIDATE' and id = current_scope_id())
    or exists (select from candidate_access a where a.candidate_id = candidate.id offset 0)
    or (current_scope() = 'COMMISSION' and exists (
        select from candidacy_access a where a.candidate_id = candidate.id and a.scope = 'COMMISSION' offset 0)));
create policy candidate_insert on candidate for insert to clea_app with check (
    current_scope() = 'ORGANISM' and created_by_org_id = current_scope_id() and current_reach() is null);
create policy candidate_update on candidate for update to clea_app using (
    scope_is_tenant(current_scope()) and current_reach() is null
    and candidate_is_correctable(current_scope(), current_scope_id(), id, created_by_org_id));
create policy candidate_word_read on candidate_word for select to clea_app, clea_read using (
    exists (select from candidate c where c.id = candidate_word.candidate_id offset 0));
create policy candidate_distinct_read on candidate_distinct for select to clea_app, clea_read using (
    exists (select from candidate c where c.id = candidate_distinct.candidate_id offset 0)
    and exists (select from candidate c where c.id = candidate_distinct.other_id offset 0));

-- National tables somebody else than the certifier may write.
create policy organism_own on organism for update to clea_app using (current_scope() = 'ORGANISM' and id = current_scope_id());
create policy organism_entered on organism for insert to clea_app with check (current_scope() = 'NETWORK');
-- Made by an accepted request (78_consent.sql); ended by either side alone.
create policy network_membership_own on network_membership for update to clea_app
    using ((current_scope() = 'NETWORK' and network_id = current_scope_id())
           or (current_scope() = 'ORGANISM' and organism_id = current_scope_id()));
-- A network sets up a member until that has had a referent, and changes nothing of it from then on.
create policy site_own on site for all to clea_app using (
    (current_scope() = 'ORGANISM' and organism_id = current_scope_id())
    or (current_scope() = 'NETWORK' and not organism_has_referent(organism_id) and exists (
        select from network_membership m where m.organism_id = site.organism_id and m.network_id = current_scope_id()
        and m.valid_from <= current_day() and (m.valid_to is null or m.valid_to >= current_day()))));
create policy affiliation_own on affiliation for all to clea_app using (
    (current_scope() = 'ORGANISM' and organism_id = current_scope_id())
    or (current_scope() = 'NETWORK' and exists (
        select from network_membership m where m.organism_id = affiliation.organism_id and m.network_id = current_scope_id()
        and m.valid_from <= current_day() and (m.valid_to is null or m.valid_to >= current_day()))));
create policy person_entered on person for insert to clea_app with check (
    current_scope() in ('ORGANISM', 'NETWORK', 'COMMISSION') and human_id = id);
create policy person_own on person for update to clea_app using (
    (current_scope() = 'ORGANISM' and exists (
        select from affiliation a where a.person_id = person.id and a.organism_id = current_scope_id()))
    or (current_scope() = 'COMMISSION' and exists (
        select from commission_member m where m.person_id = person.id and m.commission_id = current_scope_id())));

create policy habilitation_requested on habilitation for insert to clea_app with check (
    state = 'REQUESTED'
    and ((current_scope() = 'ORGANISM' and organism_id = current_scope_id())
         or (current_scope() = 'NETWORK' and network_id = current_scope_id())));
create policy evaluation_method_own on evaluation_method for all to clea_app
    using (current_scope() = 'NETWORK' and network_id = current_scope_id());
create policy commission_member_own on commission_member for all to clea_app
    using (current_scope() = 'COMMISSION' and commission_id = current_scope_id());

-- Bookkeeping: one replays under one's own scope; lines are written by 88_stamps.sql.
create policy idempotency_record_own on idempotency_record for select to clea_app, clea_read using (
    scope_is_tenant(current_scope()) and scope = current_scope() and scope_id = current_scope_id());
create policy audit_read on audit for select to clea_app using (
    scope_is_tenant(current_scope()) and scope = current_scope() and scope_id = current_scope_id());

-- The organism in charge tells the candidate, or the commission whose decision it is.
create policy decision_notification_insert on decision_notification for insert to clea_app with check (
    current_reach() is null and case current_scope()
        when 'ORGANISM' then acting_org_id = current_scope_id()
            and exists (select from candidacy_access a where a.candidacy_id = decision_notification.candidacy_id
                        and a.can_write and a.scope = 'ORGANISM' offset 0)
        when 'COMMISSION' then acting_org_id is null
            and exists (select from decision d where d.id = decision_notification.decision_id and d.commission_id = current_scope_id() offset 0)
        else false
    end);
create policy certificate_handover_insert on certificate_handover for insert to clea_app with check (
    current_reach() is null and acting_scope = current_scope() and case current_scope()
        when 'ORGANISM' then acting_org_id = current_scope_id()
            and exists (select from candidacy_access a where a.candidacy_id = certificate_handover.candidacy_id
                        and a.can_write and a.scope = 'ORGANISM' offset 0)
        when 'COMMISSION' then exists (
            select from certificate c where c.id = certificate_handover.certificate_id and c.commission_id = current_scope_id() offset 0)
        else false
    end);
-- The candidate and the organism in charge file, also when the candidacy is over; the certifier alone settles.
create policy appeal_insert on appeal for insert to clea_app with check (
    current_scope() in ('ORGANISM', 'CANDIDATE')
    and exists (select from candidacy_access a where a.candidacy_id = appeal.candidacy_id
                and a.can_write and a.scope = current_scope() offset 0));
-- Until it is settled, withdrawn or its words corrected: the candidate whoever filed it, an organism what it filed itself and while in charge.
create policy appeal_update on appeal for update to clea_app using (
    state in ('FILED', 'ADMISSIBLE')
    and case current_scope() when 'CANDIDATE' then true when 'ORGANISM' then acting_org_id = current_scope_id() else false end
    and exists (select from candidacy_access a where a.candidacy_id = appeal.candidacy_id
                and a.can_write and a.scope = current_scope() offset 0))
    with check (case when state = 'WITHDRAWN' then current_scope() = 'CANDIDATE' or withdraw_proof is not null
                     else settled_on is null and state = case when admissible_on is null then 'FILED' else 'ADMISSIBLE' end end);
-- No `or`, of which the planner believes that next to nothing is seen: it would collect all of an organism's to sort them.
create policy appointment_read on appointment for select to clea_app, clea_read using (
    case current_scope()
        when 'ORGANISM' then organism_id = current_scope_id() and current_reach() is null
        when 'CANDIDATE' then candidate_id = current_scope_id()
        else false
    end);
create policy appointment_insert on appointment for insert to clea_app with check (
    current_scope() = 'ORGANISM' and organism_id = current_scope_id() and current_reach() is null);
create policy appointment_update on appointment for update to clea_app using (
    current_scope() = 'ORGANISM' and organism_id = current_scope_id() and current_reach() is null);

-- Amounts are not for the network nor the commission, nor for who trains alone; who held the candidacy keeps what it recorded itself.
create policy funding_read on funding for select to clea_app, clea_read using (
    current_scope() in ('ORGANISM', 'CANDIDATE') and current_reach() is null and exists (
        select from candidacy_access a
        where a.candidacy_id = funding.candidacy_id and a.scope = current_scope()
          and (a.can_write or funding.acting_org_id = current_scope_id()) offset 0));

-- Not even scopes that see all: 6.4 restricts it to those who adapt the evaluation.
create policy adjustment_read on adjustment for select to clea_app, clea_read using (
    current_scope() in ('ORGANISM', 'CANDIDATE') and exists (
        select from candidacy_access a
        where a.candidacy_id = adjustment.candidacy_id and a.can_write and a.scope = current_scope() offset 0));
create policy transfer_request_route_read on transfer_request_route for select to clea_app, clea_read using (
    current_scope() = 'ORGANISM' and owner_org_id = current_scope_id() and current_reach() is null);
create policy transfer_request_read on transfer_request for select to clea_app, clea_read using (
    current_scope() = 'ORGANISM' and current_reach() is null
    and (requesting_org_id = current_scope_id()
         or exists (select from transfer_request_route r where r.request_id = transfer_request.id offset 0)));
create policy transfer_request_insert on transfer_request for insert to clea_app with check (
    current_scope() = 'ORGANISM' and requesting_org_id = current_scope_id() and current_reach() is null);
create policy transfer_request_update on transfer_request for update to clea_app using (
    current_scope() = 'ORGANISM' and current_reach() is null
    and (requesting_org_id = current_scope_id()
         or exists (select from transfer_request_route r where r.request_id = transfer_request.id offset 0)));
