-- SPDX-License-Identifier: EUPL-1.2
-- Candidacies: legal moves, who has access, what a request names, what is due.

-- An appointment follows like the rest: whom it is with changes by a merge, and by nothing else.
create function appointment_guard() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.candidacy_id is not null and not exists (
        select from candidacy c where c.id = new.candidacy_id and c.candidate_id = new.candidate_id) then
        perform refuse('appointment_candidacy_of_candidate', 'appointment', 'the candidacy is of another candidate');
    end if;
    if tg_op = 'UPDATE' and new.candidate_id <> old.candidate_id and candidate_is_merged_into(old.candidate_id, new.candidate_id) then
        new.changed_at := clock_timestamp();
        return new; -- only who the record is about moved
    end if;
    if tg_op = 'INSERT' then
        if not exists (select from appointment_transition t where t.from_state = 'NONE' and t.to_state = new.state) then
            perform refuse('appointment_transition_legal', 'appointment', 'an appointment does not begin as ' || new.state);
        end if;
        if candidate_now(new.candidate_id) <> new.candidate_id then
            perform refuse('appointment_candidate_active', 'appointment', 'the record of the candidate was merged');
        end if;
        return new;
    end if;
    if not exists (select from appointment_transition t where t.from_state = old.state and t.to_state = new.state) then
        perform refuse('appointment_transition_legal', 'appointment', 'no move leads from ' || old.state || ' to ' || new.state);
    end if;
    if (new.id, new.organism_id, new.candidate_id, new.created_at)
       is distinct from (old.id, old.organism_id, old.candidate_id, old.created_at) then
        perform refuse('appointment_root_fixed', 'appointment', 'who meets whom never changes');
    end if;
    new.changed_at := clock_timestamp();
    return new;
end
$$;
comment on function appointment_guard() is 'Legal moves only; an appointment that ended stays as it is';
grant execute on function appointment_guard() to clea_app;
-- Of two candidates: planned appointments with one organism that would be one when they are one person, and those of which it
-- has one with each (appointment_one_initial). Both by appointment_by_candidate.
create function appointments_twin(kept_candidate_id uuid, moved_candidate_id uuid) returns table (kept_id uuid, moved_id uuid)
language plpgsql stable rows 1 as $$
begin
    return query
    select k.id, m.id
    from public.appointment m
    join public.appointment k on k.candidate_id = appointments_twin.kept_candidate_id and k.organism_id = m.organism_id and k.kind = m.kind
         and k.state = 'PLANNED' and (k.kind = 'INFORMATION' or (k.counsellor_id = m.counsellor_id and k.starts_at = m.starts_at))
    where m.candidate_id = appointments_twin.moved_candidate_id and m.state = 'PLANNED';
end
$$;
comment on function appointments_twin(uuid, uuid) is 'Planned appointments that a merge of two candidates would make twins';
grant execute on function appointments_twin(uuid, uuid) to clea_app, clea_read;

create trigger appointment_moves before insert or update on appointment for each row execute function appointment_guard();

-- The states are those of T25. A final evaluation that was completed in time keeps its candidacy alive. Definer, and for triggers
-- alone: whoever could call it would hear of everybody's evaluations.
create function candidacy_can_expire(candidacy_id uuid, state text, deadline_date date) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if deadline_date is null
       or state not in ('PRIOR_COMPLETED', 'PARTIAL', 'PATH_PROPOSED', 'IN_TRAINING', 'FINAL_READY', 'FINAL_IN_PROGRESS', 'JURY_READY', 'ABANDONED') then
        return false;
    end if;
    return state <> 'JURY_READY' or not exists (
        select from evaluation e where e.candidacy_id = candidacy_can_expire.candidacy_id and e.kind = 'FINAL'
          and e.completed_on is not null and e.annulled_on is null);
end
$$;
comment on function candidacy_can_expire(uuid, text, date) is 'Whether the deadline closes a candidacy in that state (T25)';

create function candidacy_expiry() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    new.can_expire := candidacy_can_expire(new.id, new.state, new.deadline_date);
    return new;
end
$$;
comment on function candidacy_expiry() is 'Keeps candidacy.can_expire, whoever writes what';
-- Of an update only when one of the columns moves that it is made of, or itself; for evaluations see evaluation_counts_for_expiry().
create trigger candidacy_expiry before insert on candidacy for each row execute function candidacy_expiry();
create trigger candidacy_expiry_moved before update on candidacy for each row
    -- One by one: a row of three comes back from a dump with other parentheses.
    when (old.state is distinct from new.state or old.deadline_date is distinct from new.deadline_date
          or old.can_expire is distinct from new.can_expire)
    execute function candidacy_expiry();

-- The only moves of what was fixed: to the record that the old one was merged into.
create function candidacy_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if not exists (select from public.candidacy_transition t where t.from_state = 'NONE' and t.to_state = new.state) then
            perform public.refuse('candidacy_transition_legal', 'candidacy', 'a candidacy does not begin in ' || new.state);
        end if;
        if new.is_opened_by_certifier and not public.nation_writes() then
            perform public.refuse('candidacy_opened_by_certifier', 'candidacy', 'only the certifier opens as the certifier');
        end if;
        return new;
    end if;
    -- A condition with a query in it is a statement of its own: it stands behind what needs none.
    if new.state <> old.state then
        if not exists (select from public.candidacy_transition t where t.from_state = old.state and t.to_state = new.state) then
            perform public.refuse('candidacy_transition_legal', 'candidacy', 'no rule leads from ' || old.state || ' to ' || new.state);
        end if;
    end if;
    if old.state = 'ABANDONED' and new.state not in ('ABANDONED', 'EXPIRED', 'CANCELLED') and new.state <> old.previous_state then
        perform public.refuse('candidacy_transition_legal', 'candidacy', 'it was abandoned from ' || old.previous_state);
    end if;
    if old.referential_version_id is not null and new.referential_version_id is distinct from (old.referential_version_id) then
        perform public.refuse('candidacy_version_fixed', 'candidacy', 'the referential version was pinned');
    end if;
    if old.cycle_start_date is not null and new.cycle_start_date is distinct from (old.cycle_start_date) then
        if not (new.cycle_start_date is null and public.nation_writes() and new.state = 'INFORMED'
                and exists (select from public.candidacy_transition t
                            where t.from_state = old.state and t.event = 'ANNUL_EVALUATION' and t.to_state = 'INFORMED')) then
            perform public.refuse('candidacy_deadline_fixed', 'candidacy', 'the deadline never moves');
        end if;
    end if;
    -- The day of the contact is corrected until the cycle begins, and nothing that was done or agreed to lies before it.
    if new.opened_on <> old.opened_on then
        if new.state <> old.state or new.state not in ('CONTACT', 'INFORMED') or exists (
               select from public.candidacy_event e where e.candidacy_id = new.id and e.event not in ('OPEN_CONTACT', 'CORRECT_CONTACT')
                  and least(e.occurred_on, (e.data ->> 'consent_on')::date) < new.opened_on)
           or exists (select from public.funder_consent f where f.candidacy_id = new.id and f.given_on < new.opened_on)
           or exists (select from public.transfer_request r
                      where r.contact_candidacy_id = new.id and r.consent_on < new.opened_on) then
            perform public.refuse('candidacy_contact_first', 'candidacy', 'an act lies before the contact, or the cycle has begun');
        end if;
    end if;
    if (new.id, new.reference, new.referential_code, new.opened_org_id, new.is_opened_by_certifier)
       is distinct from
       (old.id, old.reference, old.referential_code, old.opened_org_id, old.is_opened_by_certifier)
       or (new.candidate_id <> old.candidate_id and not public.candidate_is_merged_into(old.candidate_id, new.candidate_id)) then
        perform public.refuse('candidacy_root_fixed', 'candidacy', 'the identity of a candidacy never changes');
    end if;
    if new.is_certificate_annulled is distinct from (old.is_certificate_annulled)
       and not (new.is_certificate_annulled and new.state = 'CERTIFIED' and public.nation_writes()) then
        perform public.refuse('candidacy_certificate_annulled_once', 'candidacy', 'a certificate is annulled once, by the certifier');
    end if;
    return new;
end
$$;
comment on function candidacy_guard() is 'Legal moves, pinned version, fixed deadline and fixed identity of a candidacy';
grant execute on function candidacy_guard() to clea_app;
create trigger candidacy_guard before insert or update on candidacy for each row execute function candidacy_guard();

-- At commit: the last event says the live state (invariant 24), and a certification rests on signed minutes (invariant 3).
create function candidacy_settled() returns trigger language plpgsql security definer as $$
declare
    live_state text;
    said_state text;
begin
    select c.state into live_state from public.candidacy c where c.id = new.id;
    select e.to_state into said_state from public.candidacy_event e where e.candidacy_id = new.id order by e.sequence desc limit 1;
    if said_state is distinct from (live_state) then
        perform public.refuse('candidacy_state_has_event', 'candidacy', 'the last event does not lead to the live state');
    end if;
    if live_state = 'CERTIFIED' and not exists (
        select from public.decision d join public.session s on s.id = d.session_id
        where d.candidacy_id = new.id and d.outcome = 'CERTIFIED' and d.effective_on is not null and s.state = 'SIGNED') then
        perform public.refuse('candidacy_certified_by_signed_decision', 'candidacy', 'no signed favourable decision');
    end if;
    if exists (select from public.candidacy c where c.id = new.id and (c.cycle_start_date is null) = exists (
                   select from public.evaluation e where e.candidacy_id = c.id and e.kind = 'PRIOR'
                     and e.completed_on is not null and e.annulled_on is null)) then
        perform public.refuse('candidacy_cycle_has_prior', 'candidacy', 'a cycle starts with a prior evaluation that counts, and only then');
    end if;
    return null;
end
$$;
comment on function candidacy_settled() is 'At commit: the log and the live state agree; CERTIFIED rests on a signed decision';
create constraint trigger candidacy_inserted_settled after insert on candidacy deferrable initially deferred
    for each row execute function candidacy_settled();
create constraint trigger candidacy_moved_settled after update on candidacy deferrable initially deferred
    for each row when (old.state is distinct from new.state) execute function candidacy_settled();

-- Of what the owner writes as it is (a restore, the demonstration); of everybody else's lines candidacy_event_stamp() does the same.
create function candidacy_event_number() returns trigger language plpgsql security definer as $$
begin
    select coalesce(max(e.sequence), 0) + 1 into new.sequence from public.candidacy_event e where e.candidacy_id = new.candidacy_id;
    return new;
end
$$;
comment on function candidacy_event_number() is 'Numbers the events of a candidacy; its claim keeps writers apart';
create trigger candidacy_event_number before insert on candidacy_event for each row
    when (new.sequence is null and pg_has_role(current_user, 'clea_owner', 'MEMBER')) execute function candidacy_event_number();

-- At commit too: an event that was stored leads to the live state, even when the candidacy itself was not touched.
create function candidacy_event_settled() returns trigger language plpgsql security definer as $$
begin
    if exists (select from public.candidacy c where c.id = new.candidacy_id and c.state <> new.to_state)
       and not exists (select from public.candidacy_event e where e.candidacy_id = new.candidacy_id and e.sequence > new.sequence) then
        perform public.refuse('candidacy_state_has_event', 'candidacy_event', 'the last event does not lead to the live state');
    end if;
    return null;
end
$$;
comment on function candidacy_event_settled() is 'At commit: no event without its effect';
create constraint trigger candidacy_event_settled after insert on candidacy_event deferrable initially deferred
    for each row execute function candidacy_event_settled();

create function candidacy_idles(state text) returns boolean language sql immutable parallel safe
return state in ('CONTACT', 'INFORMED', 'PRIOR_IN_PROGRESS');
comment on function candidacy_idles(text) is 'Whether a candidacy in that state closes when nobody touches it (decision 16)';
grant execute on function candidacy_idles(text) to clea_app, clea_read;

create function candidacy_access_keep() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        insert into candidacy_access (candidacy_id, scope, scope_id, candidate_id, can_write)
        values (new.id, 'ORGANISM', new.owner_org_id, new.candidate_id, true),
               (new.id, 'CANDIDATE', new.candidate_id, new.candidate_id, true);
        insert into candidacy_activity (candidacy_id, owner_org_id, last_activity_on, idle_state, idle_since)
        values (new.id, new.owner_org_id, new.last_activity_on, case when candidacy_idles(new.state) then new.state end,
                case when candidacy_idles(new.state) then new.entered_on end);
    elsif new.owner_org_id <> old.owner_org_id then
        delete from candidacy_access
        where candidacy_id = new.id and scope = 'ORGANISM' and scope_id = old.owner_org_id;
        insert into candidacy_access (candidacy_id, scope, scope_id, candidate_id, can_write)
        values (new.id, 'ORGANISM', new.owner_org_id, new.candidate_id, true)
        on conflict on constraint candidacy_access_pk do update set can_write = true;
    end if;
    return null;
end
$$;
comment on function candidacy_access_keep() is 'Owner and candidate get their access; a former owner loses it, and reads what 67_former.sql kept for it';
create trigger candidacy_access_inserted after insert on candidacy for each row execute function candidacy_access_keep();
create trigger candidacy_access_moved after update of owner_org_id on candidacy for each row execute function candidacy_access_keep();

create function candidacy_access_follow() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update candidacy_access
    set candidate_id = new.candidate_id, scope_id = case when scope = 'CANDIDATE' then new.candidate_id else scope_id end
    where candidacy_id = new.id;
    return null;
end
$$;
comment on function candidacy_access_follow() is 'Who sees a candidacy sees the record that its candidate was merged into';
create trigger candidacy_access_followed after update of candidate_id on candidacy for each row
    when (old.candidate_id <> new.candidate_id) execute function candidacy_access_follow();

-- At commit, because the last act of the commission writes several rows after the state has moved.
create function candidacy_access_return() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if old.state in ('SUBMITTED', 'ON_AGENDA', 'DEFERRED') and new.state not in ('SUBMITTED', 'ON_AGENDA', 'DEFERRED') then
        update candidacy_access a set can_write = false
        where a.candidacy_id = new.id and a.scope = 'COMMISSION' and a.can_write
          and exists (select from candidacy c where c.id = new.id and c.state not in ('SUBMITTED', 'ON_AGENDA', 'DEFERRED'));
    end if;
    return null;
end
$$;
comment on function candidacy_access_return() is 'Once decided, the commission keeps reading and writes no more';
-- A `when` is read anew by every statement that moves a candidacy: short, and the rest in the function.
create constraint trigger candidacy_access_returned after update on candidacy deferrable initially deferred
    for each row when (old.state is distinct from new.state) execute function candidacy_access_return();

-- Definer: commands of several tenants share a commit, and their roots are locked in one order before the first of them acts. It
-- shows nothing; an id that is no candidacy's, a new one say, is passed over.
create function roots_hold(ids uuid[]) returns int language plpgsql volatile
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform from candidacy c where c.id = any (ids) order by c.id for no key update;
    return cardinality(ids);
end
$$;
comment on function roots_hold(uuid[]) is 'Holds the candidacies that a commit changes, in the order of their ids';
grant execute on function roots_hold(uuid[]) to clea_app;

-- Nothing is opened on a record that is merged meanwhile: who opens holds the record, and a merge changes it.
create function candidacy_candidate_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform from candidate c where c.id = new.candidate_id and c.status = 'ACTIVE' for share;
    if not found and exists (select from candidate c where c.id = new.candidate_id) then
        perform refuse('candidacy_candidate_active', 'candidacy', 'the record of the candidate is merged or anonymised');
    end if;
    return new;
end
$$;
comment on function candidacy_candidate_guard() is 'A candidacy is opened on an active record';
create trigger candidacy_candidate_guard before insert on candidacy for each row execute function candidacy_candidate_guard();

-- A cycle cancelled for fraud is not followed by another (T30): no link leads back to it.
-- Of whom an organism is named for, the last three tell the same of its own files alone.
create function candidate_standing(candidate_ids uuid[], referential_codes text[], except_candidacy_ids uuid[], organism_ids uuid[] default null)
returns table (item int, has_live_candidacy boolean, is_certified boolean, previous_candidacy_id uuid, has_fraud boolean,
               live_here_id uuid, certified_here_id uuid, has_fraud_here boolean)
language plpgsql stable security definer rows 1 as $$
begin
    return query
    select asked.item::int,
           exists (select from public.candidacy c join public.candidacy_state s on s.state = c.state and s.is_live
                   where c.candidate_id = asked.candidate_id and c.referential_code = asked.referential_code
                     and c.id is distinct from (asked.except_id) and c.information_on is not null),
           exists (select from public.candidacy c
                   where c.candidate_id = asked.candidate_id and c.referential_code = asked.referential_code
                     and c.id is distinct from (asked.except_id)
                     and c.state = 'CERTIFIED' and not c.is_certificate_annulled),
           (select c.id from public.candidacy c
            where c.candidate_id = asked.candidate_id and c.referential_code = asked.referential_code
              and c.id is distinct from (asked.except_id)
              and (c.state in ('EXPIRED', 'WITHDRAWN') or (c.state = 'CANCELLED' and c.cancel_reason <> 'FRAUD')
                   or c.is_certificate_annulled)
            order by c.id desc limit 1),
           exists (select from public.candidacy c
                   where c.candidate_id = asked.candidate_id and c.referential_code = asked.referential_code
                     and c.id is distinct from (asked.except_id)
                     and (c.cancel_reason = 'FRAUD' or (c.is_certificate_annulled and exists (
                          select from public.certificate t where t.candidacy_id = c.id and t.annul_reason = 'FRAUD')))),
           own.live_id, own.certified_id, own.has_fraud
    from unnest(candidate_ids, referential_codes, except_candidacy_ids, organism_ids) with ordinality
        as asked(candidate_id, referential_code, except_id, organism_id, item), lateral (
        select (array_agg(c.id) filter (where s.is_live and c.information_on is not null))[1] as live_id,
               (array_agg(c.id order by c.id) filter (where c.state = 'CERTIFIED' and not c.is_certificate_annulled))[1] as certified_id,
               coalesce(bool_or(c.cancel_reason = 'FRAUD' or (c.is_certificate_annulled and exists (
                   select from public.certificate t where t.candidacy_id = c.id and t.annul_reason = 'FRAUD'))), false) as has_fraud
        from public.candidacy c join public.candidacy_state s on s.state = c.state
        where asked.organism_id is not null and c.owner_org_id = asked.organism_id
          and c.candidate_id = asked.candidate_id and c.referential_code = asked.referential_code
          and c.id is distinct from (asked.except_id)) as own;
end
$$;
comment on function candidate_standing(uuid[], text[], uuid[], uuid[]) is
    'Whether a candidate has a live candidacy, is certified or has committed fraud, anywhere, and his last closed cycle; never where';
grant execute on function candidate_standing(uuid[], text[], uuid[], uuid[]) to clea_app, clea_read;

-- Candidates for T25 and decision 16, longest overdue first. A search only: the rules decide each of them again. What they
-- would refuse (a timely final evaluation, the grace of entry) is left out, or it would stand in front of the others.
-- plpgsql: inlined, what is computed of its limits would be looked at behind row-level security, in every row of an index.
create function candidacies_due(due int[]) returns setof uuid language plpgsql stable parallel safe
set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select found.id from (
        (select c.id, c.deadline_date as since from candidacy c
         where c.can_expire
           and c.deadline_date < current_day() -- what the index serves; the day where the file is held may come later
           and c.deadline_date < (select deadline_day(o.time_zone) from organism o where o.id = c.owner_org_id)
                                 - case c.state when 'FINAL_IN_PROGRESS' then due[4] else 0 end
         order by c.deadline_date, c.id limit due[1])
        union all
        (select c.id, y.idle_since from candidacy_activity y join candidacy c on c.id = y.candidacy_id
         where y.idle_state = 'CONTACT' and y.idle_since < current_day() - due[2]
           and y.idle_since + due[2] < (select deadline_day(o.time_zone) from organism o where o.id = c.owner_org_id)
         order by y.idle_since, y.candidacy_id limit due[1])
        union all
        (select c.id, y.idle_since from candidacy_activity y join candidacy c on c.id = y.candidacy_id
         where y.idle_state in ('INFORMED', 'PRIOR_IN_PROGRESS')
           and y.idle_since < (current_day() - make_interval(months => due[3]))::date + 4 -- what the index serves: months are not alike
           and (y.idle_since + make_interval(months => due[3]))::date < current_day()
           and (y.idle_since + make_interval(months => due[3]))::date
               < (select deadline_day(o.time_zone) from organism o where o.id = c.owner_org_id)
         order by y.idle_since, y.candidacy_id limit due[1])
    ) as found
    order by found.since, found.id limit due[1];
end
$$;
comment on function candidacies_due(int[]) is
    'Candidacies past a time limit: at most due[1]; contacts untouched for due[2] days, files for due[3] months, finals due[4] days after the deadline';
grant execute on function candidacies_due(int[]) to clea_app, clea_read;

-- plpgsql: few candidacies have ended so, and a subquery in the view of all of them would be prepared for each.
create function candidacy_end_reason(candidacy_id uuid, until date) returns text language plpgsql stable as $$
begin
    return (select coalesce(t.texts ->> 'reason', e.reason) from public.candidacy_event e left join public.event_text t on t.event_id = e.id
            where e.candidacy_id = candidacy_end_reason.candidacy_id and e.event in ('WITHDRAW', 'ABANDON')
              and (until is null or e.entered_on <= until)
            order by e.sequence desc limit 1);
end
$$;
comment on function candidacy_end_reason(uuid, date) is
    'The words with which a candidacy was withdrawn or abandoned, as known at the end of a day (null: now), if the caller reads them; the code of the sweep';
grant execute on function candidacy_end_reason(uuid, date) to clea_app, clea_read;

-- Apart from the expression that calls it, so that whoever gives an id pays nothing for it.
create function candidacy_of_reference(reference text) returns uuid language plpgsql stable parallel safe as $$
begin
    return (select c.id from public.candidacy_seen c where c.reference = candidacy_of_reference.reference limit 1);
end
$$;
comment on function candidacy_of_reference(text) is 'The candidacy of a reference, if the caller sees it';
grant execute on function candidacy_of_reference(text) to clea_app, clea_read;

create function candidacy_named(id uuid, reference text) returns uuid language sql stable parallel safe
return coalesce(id, case when reference is not null then candidacy_of_reference(reference) end);
comment on function candidacy_named(uuid, text) is
    'The one candidacy that a path names, by id, else by reference; inlined. Behind offset 0: a condition that calls it would not be let before the policies, and no index would serve';
grant execute on function candidacy_named(uuid, text) to clea_app, clea_read;

create function candidacy_of_evaluation(evaluation_id uuid) returns uuid language plpgsql stable parallel safe as $$
begin
    return (select e.candidacy_id from public.evaluation e where e.id = candidacy_of_evaluation.evaluation_id);
end
$$;
comment on function candidacy_of_evaluation(uuid) is 'The candidacy of an evaluation, if the caller sees it';
grant execute on function candidacy_of_evaluation(uuid) to clea_app, clea_read;

-- plpgsql, so that only the branch of the kind is run.
create function candidacies_named(kind text, id uuid, text text) returns setof uuid language plpgsql stable parallel safe rows 1 as $$
begin
    case candidacies_named.kind
        when 'CANDIDACY' then
            if candidacies_named.id is not null then
                return next candidacies_named.id;
            else
                return query select c.id from public.candidacy_seen c where c.reference = candidacies_named.text;
            end if;
        when 'EVALUATION' then
            return query select e.candidacy_id from public.evaluation e where e.id = candidacies_named.id;
            if not found then
                return query select e.candidacy_id from public.evaluation_seen e where e.id = candidacies_named.id;
            end if;
        when 'SESSION' then
            return query select i.candidacy_id from public.agenda_item i where i.session_id = candidacies_named.id and i.is_live;
        when 'MINUTES' then
            return query select i.candidacy_id from public.sessions_named(candidacies_named.id, candidacies_named.text, null) as s(id)
                         join public.agenda_item i on i.session_id = s.id and i.removed_on is null;
        when 'AGENDA_ITEM' then
            return query select i.candidacy_id from public.agenda_item i where i.id = candidacies_named.id and i.removed_on is null;
        when 'FILE' then
            return query select f.candidacy_id from public.file_seen f where f.id = candidacies_named.id;
        when 'CERTIFICATE' then
            return query select t.candidacy_id from public.certificate_seen t where t.id = candidacies_named.id;
        when 'ANNULMENT_REQUEST' then
            return query select t.candidacy_id from public.annulment_request r join public.certificate t on t.id = r.certificate_id
                         where r.id = candidacies_named.id;
        when 'APPEAL' then
            return query select r.candidacy_id from public.appeal_seen r where r.id = candidacies_named.id;
        when 'TIME' then
            return query select overdue from public.candidacies_due(candidacies_named.text::int[]) as overdue;
    end case;
end
$$;
comment on function candidacies_named(text, uuid, text) is
    'The candidacies that a request speaks of: CANDIDACY by id, else by reference; those of an EVALUATION, of the live agenda of a SESSION, of the agenda that MINUTES of a session speak of, by its id or reference, of an AGENDA_ITEM, of a FILE, CERTIFICATE, ANNULMENT_REQUEST or APPEAL; TIME: those due for the sweep. What is not visible is not found';
grant execute on function candidacies_named(text, uuid, text) to clea_app, clea_read;

-- Row-level security is that of who asks.
create view expiring_candidacy with (security_invoker = true) as
select c.id, c.reference, c.candidate_id, c.referential_code, c.owner_org_id, c.state, c.deadline_date, s.next_event, c.version,
       c.entered_on
from candidacy c
join candidacy_state s on s.state = c.state
where c.can_expire;
comment on view expiring_candidacy is 'Candidacies that T25 can still expire, with what the main route waits for';
