-- SPDX-License-Identifier: EUPL-1.2
-- What has changed, for who keeps a copy: a row a change, written by the triggers of what changes, in the transaction that changes it.
--
-- Two transactions that write at once do not commit in the order in which they wrote. A reader who goes by any number of the row alone sees a
-- later one, goes on behind it, and never hears of the other. So the place of a change begins with its transaction, and nobody is told of a
-- change of a transaction that is not below the oldest one running: all below it have ended, and no other can begin there.

create function change_place(transaction xid8, number bigint) returns uuid language plpgsql stable security definer as $$
begin
    return encode(int8send((select e.added from public.change_epoch e) + transaction::text::bigint) || int8send(number), 'hex')::uuid;
end
$$;
comment on function change_place(xid8, bigint) is 'Where a change of a transaction stands among all others';
grant execute on function change_place(xid8, bigint) to clea_app, clea_read;

create function change_was_lost(place uuid) returns boolean language plpgsql stable security definer as $$
begin
    return exists (select from public.change_epoch e where change_was_lost.place > e.lost_after and change_was_lost.place < e.lost_before);
end
$$;
comment on function change_was_lost(uuid) is 'Whether a place was told before a restore, and what stood there did not come back';
grant execute on function change_was_lost(uuid) to clea_app, clea_read;

-- Asked by every `clea-server migrate`. 2^40 transactions are beyond any place that was ever told.
create function change_epoch_settle() returns boolean language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    last uuid := (select c.id from change c order by c.id desc limit 1);
    behind bigint := ('x' || substr(replace(last::text, '-', ''), 1, 16))::bit(64)::bigint;
begin
    if last is null or last < change_place(pg_current_xact_id(), 0) then
        return false;
    end if;
    update change_epoch set added = behind + (1::bigint << 40), lost_after = last, lost_before = last;
    update change_epoch set lost_before = change_place(pg_snapshot_xmin(pg_current_snapshot()), 0);
    return true;
end
$$;
comment on function change_epoch_settle() is 'Of a database that came from another cluster: places go on behind those that it brought';

create function change_add(kind text, object_id uuid, root_id uuid, what text, occurred_on date, version int, told_id uuid, commission_id uuid,
                           is_copy boolean default false, other_org_id uuid default null)
returns void language plpgsql volatile security definer as $$
begin
    insert into public.change (id, kind, object_id, root_id, what, occurred_on, version, told_id, commission_id, is_copy, other_org_id)
    values (public.change_place(pg_current_xact_id(), nextval('public.change_number')), change_add.kind, change_add.object_id, change_add.root_id,
            change_add.what, change_add.occurred_on, change_add.version, change_add.told_id, change_add.commission_id, change_add.is_copy,
            change_add.other_org_id);
end
$$;
comment on function change_add(text, uuid, uuid, text, date, int, uuid, uuid, boolean, uuid) is 'Notes a change; for triggers';

-- To the organism in charge, and to the commission that has the file; of several commissions that read it each of the others has a row.
create function change_of_candidacy(kind text, object_id uuid, candidacy_id uuid, what text, occurred_on date, version int, organism_id uuid)
returns void language plpgsql volatile security definer as $$
declare
    commissions uuid[] := array(select a.scope_id from public.candidacy_access a
                                where a.candidacy_id = change_of_candidacy.candidacy_id and a.scope = 'COMMISSION');
begin
    perform public.change_add(kind, object_id, candidacy_id, what, occurred_on, version, organism_id, commissions[1]);
    for i in 2 .. cardinality(commissions) loop
        perform public.change_add(kind, object_id, candidacy_id, what, occurred_on, version, null, commissions[i], true);
    end loop;
end
$$;
comment on function change_of_candidacy(text, uuid, uuid, text, date, int, uuid) is
    'Notes a change of what hangs on a candidacy; of its events candidacy_event_stamp() does';

-- The organism that a file has left hears that, and not who has it.
create function change_of_owner() returns trigger language plpgsql security definer as $$
begin
    perform public.change_add('CANDIDACY', new.id, new.id, 'HIDDEN', new.last_activity_on, null, old.owner_org_id, null, true, new.owner_org_id);
    return null;
end
$$;
comment on function change_of_owner() is 'Notes for a former owner that a candidacy has left it';
create trigger candidacy_left_change after update of owner_org_id on candidacy for each row
    when (old.owner_org_id <> new.owner_org_id) execute function change_of_owner();

-- What hangs on a candidacy and is no event of it. A certificate is told of what becomes of it; what happened is an argument, or its state.
create function change_under_candidacy() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    changed jsonb := to_jsonb(case tg_op when 'DELETE' then old else new end);
    certificate_id uuid := case tg_argv[0] when 'CERTIFICATE' then coalesce(changed ->> 'certificate_id', changed ->> 'id') end;
    object_id uuid := coalesce(certificate_id, (changed ->> 'id')::uuid);
begin
    perform change_of_candidacy(tg_argv[0], object_id, c.id, coalesce(tg_argv[1], changed ->> 'state'),
                                coalesce((changed ->> tg_argv[2])::date, current_day()),
                                coalesce(t.version, (changed ->> 'version')::int), c.owner_org_id)
    from (select) one
    left join certificate t on t.id = certificate_id
    join candidacy c on c.id = coalesce(t.candidacy_id, (changed ->> 'candidacy_id')::uuid);
    return null;
end
$$;
comment on function change_under_candidacy() is
    'Notes what happened to a thing under a candidacy: its kind, what happened, and the column of its day';

create trigger certificate_issued_change after insert on certificate for each row
    execute function change_under_candidacy('CERTIFICATE', 'ISSUED', 'issued_on');
create trigger certificate_annulled_change after update on certificate for each row
    when (old.status <> new.status) execute function change_under_candidacy('CERTIFICATE', 'ANNULLED', 'annulled_on');
create trigger certificate_corrected_change after update on certificate for each row
    when (old.status = new.status and old.version <> new.version) execute function change_under_candidacy('CERTIFICATE', 'CORRECTED');
create trigger certificate_duplicate_change after insert on certificate_duplicate for each row
    execute function change_under_candidacy('CERTIFICATE', 'DUPLICATED', 'issued_on');
create trigger certificate_handover_change after insert on certificate_handover for each row
    execute function change_under_candidacy('CERTIFICATE', 'HANDED_OVER', 'handed_on');
create trigger decision_notification_change after insert on decision_notification for each row
    execute function change_under_candidacy('NOTIFICATION', 'NOTIFIED', 'notified_on');
create trigger appeal_filed_change after insert on appeal for each row execute function change_under_candidacy('APPEAL', 'FILED', 'filed_on');
create trigger appeal_moved_change after update on appeal for each row
    when (old.state <> new.state) execute function change_under_candidacy('APPEAL');
create trigger appeal_corrected_change after update on appeal for each row
    when (old.state = new.state and old.version <> new.version) execute function change_under_candidacy('APPEAL', 'CORRECTED');
create trigger funding_recorded_change after insert on funding for each row execute function change_under_candidacy('FUNDING', 'RECORDED');
create trigger funding_corrected_change after update on funding for each row
    when (old.version <> new.version) execute function change_under_candidacy('FUNDING', 'CORRECTED');
create trigger funding_removed_change after delete on funding for each row execute function change_under_candidacy('FUNDING', 'REMOVED');

-- A piece of evidence is told as long as it may be read.
create trigger evidence_added_change after insert on evidence for each row
    when (new.state in ('CLEAN', 'UNSCANNED')) execute function change_under_candidacy('EVIDENCE', 'ADDED');
create trigger evidence_cleared_change after update on evidence for each row
    when (old.state not in ('CLEAN', 'UNSCANNED') and new.state in ('CLEAN', 'UNSCANNED'))
    execute function change_under_candidacy('EVIDENCE', 'ADDED');
create trigger evidence_removed_change after update on evidence for each row
    when (old.state in ('CLEAN', 'UNSCANNED') and new.state not in ('CLEAN', 'UNSCANNED'))
    execute function change_under_candidacy('EVIDENCE', 'REMOVED');

-- A commission reads a candidacy from when its file was sent there, until it is taken back.
create function change_of_commission() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    shared record;
begin
    if tg_op = 'DELETE' then
        shared := old;
    else
        shared := new;
    end if;
    perform change_add('CANDIDACY', c.id, c.id, case tg_op when 'DELETE' then 'HIDDEN' else 'REVEALED' end, current_day(), c.version, null,
                       shared.scope_id, true)
    from candidacy c where c.id = shared.candidacy_id;
    return null;
end
$$;
comment on function change_of_commission() is 'Notes that a commission sees a candidacy, or sees it no more';
create trigger candidacy_access_given_change after insert on candidacy_access for each row
    when (new.scope = 'COMMISSION') execute function change_of_commission();
create trigger candidacy_access_taken_change after delete on candidacy_access for each row
    when (old.scope = 'COMMISSION') execute function change_of_commission();

-- The record of a candidate: to each organism that sees it as it is. Who enters it has not seen it before.
create function change_of_candidate() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    readers uuid[] := case tg_op when 'INSERT' then array[new.created_by_org_id]
                      else array(select a.organism_id from candidate_access a where a.candidate_id = new.id order by a.organism_id) end;
    what text := case when tg_op = 'INSERT' then 'RECORDED' when new.status <> old.status then new.status else 'CORRECTED' end;
begin
    perform change_add('CANDIDATE', new.id, new.id, what, current_day(), new.version, readers[1], null);
    for i in 2 .. cardinality(readers) loop
        perform change_add('CANDIDATE', new.id, new.id, what, current_day(), new.version, readers[i], null, true);
    end loop;
    return null;
end
$$;
comment on function change_of_candidate() is 'Notes that the record of a candidate is new, or another';
create trigger candidate_recorded_change after insert on candidate for each row execute function change_of_candidate();
create trigger candidate_corrected_change after update on candidate for each row
    when (old.version <> new.version or old.status <> new.status) execute function change_of_candidate();

create function change_of_sight() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    sight record;
begin
    if tg_op = 'DELETE' then
        sight := old;
    else
        sight := new;
    end if;
    perform change_add('CANDIDATE', n.id, n.id, case tg_op when 'DELETE' then 'HIDDEN' else 'REVEALED' end, current_day(), n.version,
                       sight.organism_id, null, true)
    from candidate n where n.id = sight.candidate_id
      and (tg_op = 'DELETE' or n.created_by_org_id is distinct from (sight.organism_id) or n.created_at < now());
    return null;
end
$$;
comment on function change_of_sight() is 'Notes that an organism sees the record of a candidate, or sees it no more';
create trigger candidate_access_change after insert or delete on candidate_access for each row execute function change_of_sight();

-- What is no candidacy's.
-- --- what hangs on no candidacy ---

create function change_of_appointment() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform change_add('APPOINTMENT', new.id, new.candidate_id,
                       case when tg_op = 'INSERT' or new.state <> old.state then new.state else 'CORRECTED' end,
                       current_day(), new.version, new.organism_id, null);
    return null;
end
$$;
comment on function change_of_appointment() is 'Notes what happened to an appointment';
create trigger appointment_made_change after insert on appointment for each row execute function change_of_appointment();
create trigger appointment_moved_change after update on appointment for each row
    when (old.version <> new.version) execute function change_of_appointment();

-- A vote and a presence move the version of a session too: they are its own.
create function change_of_session() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform change_add('SESSION', new.id, new.id, case when tg_op = 'INSERT' or new.state <> old.state then new.state else 'CORRECTED' end,
                       current_day(), new.version, null, new.commission_id);
    return null;
end
$$;
comment on function change_of_session() is 'Notes what happened to a session';
create trigger session_planned_change after insert on session for each row execute function change_of_session();
create trigger session_moved_change after update on session for each row
    when (old.state <> new.state or old.held_on <> new.held_on
          or old.starts_at is distinct from new.starts_at or old.place is distinct from new.place)
    execute function change_of_session();

create function change_of_habilitation() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform change_add('HABILITATION', new.id, new.id, new.state, current_day(), new.version,
                       coalesce(new.organism_id, new.network_id), null);
    return null;
end
$$;
comment on function change_of_habilitation() is 'Notes that a habilitation is requested';
create trigger habilitation_requested_change after insert on habilitation for each row execute function change_of_habilitation();

create function change_of_habilitation_act() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform change_add('HABILITATION', h.id, h.id, new.event, new.occurred_on, h.version, coalesce(h.organism_id, h.network_id), null)
    from habilitation h where h.id = new.habilitation_id;
    return null;
end
$$;
comment on function change_of_habilitation_act() is 'Notes what happened to a habilitation';
create trigger habilitation_act_change after insert on habilitation_act for each row execute function change_of_habilitation_act();

create function change_of_organism() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform change_add('ORGANISM', new.id, new.id, case tg_op when 'INSERT' then 'RECORDED' else 'CORRECTED' end, current_day(),
                       new.version, new.id, null);
    return null;
end
$$;
comment on function change_of_organism() is 'Notes that an organism is recorded, or corrected';
create trigger organism_recorded_change after insert on organism for each row execute function change_of_organism();
create trigger organism_corrected_change after update on organism for each row
    when (old.version <> new.version) execute function change_of_organism();

-- To the organism, and to the network.
create function change_of_membership() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    is_end boolean := tg_op <> 'INSERT';
    day date := case when tg_op = 'INSERT' then new.valid_from else new.valid_to end;
begin
    perform change_add('ORGANISM', o.id, o.id, case when is_end then 'LEFT_NETWORK' else 'JOINED_NETWORK' end, day, o.version, o.id, null),
            change_add('ORGANISM', o.id, o.id, case when is_end then 'HIDDEN' else 'REVEALED' end, day, o.version, new.network_id, null, true)
    from organism o where o.id = new.organism_id;
    return null;
end
$$;
comment on function change_of_membership() is 'Notes that an organism joins a network, or leaves it';
create trigger network_joined_change after insert on network_membership for each row execute function change_of_membership();
create trigger network_left_change after update on network_membership for each row
    when (new.valid_to is not null and old.valid_to is distinct from new.valid_to) execute function change_of_membership();

-- --- who is told ---

create function change_is_reached(root_id uuid) returns boolean language plpgsql stable as $$
begin
    return change_is_reached.root_id = any (public.current_reach())
        or (public.current_scope() = 'COMMISSION' and public.access_is_reached(change_is_reached.root_id));
end
$$;
comment on function change_is_reached(uuid) is 'Whether a narrow function reaches what a change hangs on; read by row-level security';
grant execute on function change_is_reached(uuid) to clea_app, clea_read;

-- Whose record an organism sees, its networks need not.
create function network_has_candidate(candidate_id uuid) returns boolean language plpgsql stable as $$
begin
    return exists (select from public.candidacy_access a
                   where a.candidate_id = network_has_candidate.candidate_id and a.scope = 'ORGANISM' and a.can_write
                     and public.network_has_member(a.scope_id));
end
$$;
comment on function network_has_candidate(uuid) is
    'Whether a member of the asking network holds a candidacy of a candidate; read by row-level security';
grant execute on function network_has_candidate(uuid) to clea_app, clea_read;

create policy change_read on change for select to clea_app, clea_read using (
    case when current_scope() = 'ORGANISM' then
             told_id = current_scope_id() and (current_reach() is null or change_is_reached(root_id))
         when current_scope() = 'COMMISSION' then
             commission_id = current_scope_id() and (current_reach() is null or change_is_reached(root_id))
         when current_scope() = 'NETWORK' then
             case when told_id = current_scope_id() then true
                  when not network_has_member(told_id) then false
                  when kind = 'CANDIDATE' then network_has_candidate(object_id) else true end
         when current_scope() = 'CANDIDATE' then
             not is_copy and (root_id = current_scope_id() or exists (select from candidacy_access a where a.candidacy_id = change.root_id offset 0))
         else false end);
create policy change_auditor on change for select to clea_auditor using (true);
grant select on change to clea_app, clea_read, clea_auditor;
grant delete on change to clea_national;

-- What a change is called, to who may be told of it.
create function change_reference(kind text, object_id uuid, root_id uuid) returns text language plpgsql stable security definer as $$
begin
    return case change_reference.kind
        when 'CANDIDATE' then (select n.reference from public.candidate n where n.id = change_reference.object_id)
        when 'CERTIFICATE' then (select t.number from public.certificate t where t.id = change_reference.object_id)
        when 'SESSION' then (select s.reference from public.session s where s.id = change_reference.object_id)
        when 'ORGANISM' then (select o.reference from public.organism o where o.id = change_reference.object_id)
        when 'APPOINTMENT' then null
        when 'HABILITATION' then null
        else (select c.reference from public.candidacy c where c.id = change_reference.root_id) end;
end
$$;
comment on function change_reference(text, uuid, uuid) is
    'The reference of what changed, or of its candidacy; null of what has none. Asked of rows that are seen';
grant execute on function change_reference(text, uuid, uuid) to clea_app, clea_read;
