-- 0006 what the database refuses by itself, and the check of facts.
-- Every refusal carries a constraint name (SQLSTATE 23514 when a trigger raises it): the server maps names to reasons.
-- Trigger functions that must see beyond the asker, or run at commit under another tenant's scope, are SECURITY DEFINER.
--
-- check_facts(kinds, ids, versions): SQLSTATE CL001,
-- DETAIL = stale items as KIND:id, separated by commas. Call it first in the transaction.

set local role clea_owner;

create function refuse(constraint_name text, table_name text, message text) returns void language plpgsql as $$
begin
    raise exception '%', message using errcode = '23514', constraint = constraint_name, table = table_name;
end
$$;
comment on function refuse(text, text, text) is 'Raises a named refusal';

-- Candidacy ----------------------------------------------------------------------------------------------------------

create function candidacy_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if not exists (select from candidacy_transition t where t.from_state = 'NONE' and t.to_state = new.state) then
            perform refuse('candidacy_transition_legal', 'candidacy', 'a candidacy does not begin in ' || new.state);
        end if;
        return new;
    end if;
    if new.state <> old.state and not exists (select from candidacy_transition t
                                              where t.from_state = old.state and t.to_state = new.state) then
        perform refuse('candidacy_transition_legal', 'candidacy', 'no rule leads from ' || old.state || ' to ' || new.state);
    end if;
    if old.referential_version_id is not null and new.referential_version_id is distinct from old.referential_version_id then
        perform refuse('candidacy_version_fixed', 'candidacy', 'the referential version was pinned');
    end if;
    if old.cycle_start_date is not null and new.cycle_start_date is distinct from old.cycle_start_date then
        perform refuse('candidacy_deadline_fixed', 'candidacy', 'the deadline never moves');
    end if;
    if (new.id, new.reference, new.candidate_id, new.referential_code, new.opened_org_id, new.opened_on)
       is distinct from
       (old.id, old.reference, old.candidate_id, old.referential_code, old.opened_org_id, old.opened_on) then
        perform refuse('candidacy_root_fixed', 'candidacy', 'the identity of a candidacy never changes');
    end if;
    return new;
end
$$;
comment on function candidacy_guard() is 'Legal moves, pinned version, fixed deadline and fixed identity of a candidacy';
create trigger candidacy_guard before insert or update on candidacy for each row execute function candidacy_guard();

-- At commit: the last event says the live state (invariant 24), and a certification rests on signed minutes (invariant 3).
create function candidacy_settled() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    live_state text;
    said_state text;
begin
    select c.state into live_state from candidacy c where c.id = new.id;
    select e.to_state into said_state from candidacy_event e where e.candidacy_id = new.id order by e.sequence desc limit 1;
    if said_state is distinct from live_state then
        perform refuse('candidacy_state_has_event', 'candidacy', 'the last event does not lead to the live state');
    end if;
    if live_state = 'CERTIFIED' and not exists (
        select from decision d join session s on s.id = d.session_id
        where d.candidacy_id = new.id and d.outcome = 'CERTIFIED' and d.effective_on is not null and s.state = 'SIGNED') then
        perform refuse('candidacy_certified_by_signed_decision', 'candidacy', 'no signed favourable decision');
    end if;
    return null;
end
$$;
comment on function candidacy_settled() is 'At commit: the log and the live state agree; CERTIFIED rests on a signed decision';
create constraint trigger candidacy_inserted_settled after insert on candidacy deferrable initially deferred
    for each row execute function candidacy_settled();
create constraint trigger candidacy_moved_settled after update on candidacy deferrable initially deferred
    for each row when (old.state is distinct from new.state) execute function candidacy_settled();

create function candidacy_event_number() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if new.sequence is null then
        select coalesce(max(e.sequence), 0) + 1 into new.sequence from candidacy_event e where e.candidacy_id = new.candidacy_id;
    end if;
    return new;
end
$$;
comment on function candidacy_event_number() is 'Numbers the events of a candidacy; its claim keeps writers apart';
create trigger candidacy_event_number before insert on candidacy_event for each row execute function candidacy_event_number();

-- At commit too: an event that was stored leads to the live state, even when the candidacy itself was not touched.
create function candidacy_event_settled() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (select from candidacy c where c.id = new.candidacy_id and c.state <> new.to_state)
       and not exists (select from candidacy_event e where e.candidacy_id = new.candidacy_id and e.sequence > new.sequence) then
        perform refuse('candidacy_state_has_event', 'candidacy_event', 'the last event does not lead to the live state');
    end if;
    return null;
end
$$;
comment on function candidacy_event_settled() is 'At commit: no event without its effect';
create constraint trigger candidacy_event_settled after insert on candidacy_event deferrable initially deferred
    for each row execute function candidacy_event_settled();

-- Who sees a candidacy -----------------------------------------------------------------------------------------------

create function candidacy_access_keep() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        insert into candidacy_access (candidacy_id, scope, scope_id, candidate_id, can_write)
        values (new.id, 'ORGANISM', new.owner_org_id, new.candidate_id, true),
               (new.id, 'CANDIDATE', new.candidate_id, new.candidate_id, true);
    elsif new.owner_org_id <> old.owner_org_id then
        update candidacy_access set can_write = false
        where candidacy_id = new.id and scope = 'ORGANISM' and scope_id = old.owner_org_id;
        insert into candidacy_access (candidacy_id, scope, scope_id, candidate_id, can_write)
        values (new.id, 'ORGANISM', new.owner_org_id, new.candidate_id, true)
        on conflict on constraint candidacy_access_pk do update set can_write = true;
    end if;
    return null;
end
$$;
comment on function candidacy_access_keep() is 'Owner and candidate get their access; a former owner keeps reading';
create trigger candidacy_access_inserted after insert on candidacy for each row execute function candidacy_access_keep();
create trigger candidacy_access_moved after update of owner_org_id on candidacy for each row execute function candidacy_access_keep();

create function file_access_keep() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if new.status <> 'WITHDRAWN' then
        insert into candidacy_access (candidacy_id, scope, scope_id, candidate_id, can_write)
        select new.candidacy_id, 'COMMISSION', new.commission_id, c.candidate_id, true
        from candidacy c where c.id = new.candidacy_id
        on conflict on constraint candidacy_access_pk do update set can_write = true where not candidacy_access.can_write;
    elsif not exists (select from file f where f.candidacy_id = new.candidacy_id
                      and f.commission_id = new.commission_id and f.status <> 'WITHDRAWN') then
        delete from candidacy_access
        where candidacy_id = new.candidacy_id and scope = 'COMMISSION' and scope_id = new.commission_id;
    end if;
    return null;
end
$$;
comment on function file_access_keep() is 'The commission of a file gets access to its candidacy; a withdrawn file takes it back';
create trigger file_access_inserted after insert on file for each row execute function file_access_keep();
create trigger file_access_moved after update of status on file for each row
    when (old.status is distinct from new.status) execute function file_access_keep();

-- At commit, because the last act of the commission writes several rows after the state has moved.
create function candidacy_access_return() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update candidacy_access a set can_write = false
    where a.candidacy_id = new.id and a.scope = 'COMMISSION' and a.can_write
      and exists (select from candidacy c where c.id = new.id and c.state not in ('SUBMITTED', 'ON_AGENDA', 'DEFERRED'));
    return null;
end
$$;
comment on function candidacy_access_return() is 'Once decided, the commission keeps reading and writes no more';
create constraint trigger candidacy_access_returned after update on candidacy deferrable initially deferred
    for each row when (old.state in ('SUBMITTED', 'ON_AGENDA', 'DEFERRED')
                       and new.state not in ('SUBMITTED', 'ON_AGENDA', 'DEFERRED')) execute function candidacy_access_return();

-- Evaluations --------------------------------------------------------------------------------------------------------

create function evaluation_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    pinned record;
begin
    if tg_op = 'UPDATE' then
        if (new.id, new.candidacy_id, new.kind, new.ordinal, new.org_id, new.path_id)
           is distinct from (old.id, old.candidacy_id, old.kind, old.ordinal, old.org_id, old.path_id) then
            perform refuse('evaluation_root_fixed', 'evaluation', 'the identity of an evaluation never changes');
        end if;
        if old.completed_on is not null or old.annulled_on is not null then
            if (new.results, new.scope_mask, new.subdomain_statuses, new.completed_on, new.completed_by, new.method_id)
               is distinct from
               (old.results, old.scope_mask, old.subdomain_statuses, old.completed_on, old.completed_by, old.method_id) then
                perform refuse('evaluation_results_frozen', 'evaluation', 'the evaluation is completed');
            end if;
            return new;
        end if;
        if (new.results, new.scope_mask, new.completed_on, new.subdomain_statuses)
           is not distinct from (old.results, old.scope_mask, old.completed_on, old.subdomain_statuses) then
            return new;
        end if;
    end if;
    select r.item_count, r.subdomain_count, r.item_subdomains, s.is_final as is_closed
    into pinned
    from candidacy c
    join candidacy_state s on s.state = c.state
    left join referential_version r on r.id = c.referential_version_id
    where c.id = new.candidacy_id;
    if pinned.is_closed then
        perform refuse('evaluation_candidacy_closed', 'evaluation', 'the candidacy accepts no result any more');
    end if;
    if char_length(new.results) is distinct from pinned.item_count
       or (new.subdomain_statuses is not null and char_length(new.subdomain_statuses) <> pinned.subdomain_count) then
        perform refuse('evaluation_results_length', 'evaluation', 'results do not fit the pinned version');
    end if;
    if new.scope_mask <= 0 or new.scope_mask >> pinned.subdomain_count <> 0
       or (new.kind = 'PRIOR' and new.scope_mask <> (1::bigint << pinned.subdomain_count) - 1) then
        perform refuse('evaluation_scope', 'evaluation', 'the scope does not fit the pinned version');
    end if;
    if new.kind = 'FINAL' and exists (
        select from unnest(pinned.item_subdomains) with ordinality as item(subdomain, position)
        where (new.scope_mask >> (item.subdomain - 1)) & 1 = 0 and substr(new.results, item.position::int, 1) <> '-') then
        perform refuse('evaluation_result_in_scope', 'evaluation', 'a result lies outside the scope');
    end if;
    if new.completed_on is not null and exists (
        select from unnest(pinned.item_subdomains) with ordinality as item(subdomain, position)
        where (new.scope_mask >> (item.subdomain - 1)) & 1 = 1 and substr(new.results, item.position::int, 1) = '-') then
        perform refuse('evaluation_grid_complete', 'evaluation', 'an item of the scope has no result');
    end if;
    return new;
end
$$;
comment on function evaluation_guard() is 'Results fit the pinned version and the scope; completed ones are frozen (invariants 5, 6, 8, 9, 18)';
create trigger evaluation_guard before insert or update on evaluation for each row execute function evaluation_guard();

create function sitting_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    judged record;
    now_row sitting := case when tg_op = 'DELETE' then old else new end;
begin
    if tg_op = 'UPDATE' and (new.id, new.evaluation_id, new.candidacy_id, new.held_on, new.starts_at, new.ends_at, new.time_zone,
                             new.modality, new.place, new.site_id, new.evaluator_id, new.acting_org_id)
                            is not distinct from
                            (old.id, old.evaluation_id, old.candidacy_id, old.held_on, old.starts_at, old.ends_at, old.time_zone,
                             old.modality, old.place, old.site_id, old.evaluator_id, old.acting_org_id) then
        return new; -- only the human behind moved: a merge of persons
    end if;
    select e.kind, e.completed_on, e.annulled_on, c.deadline_date into judged
    from evaluation e join candidacy c on c.id = e.candidacy_id
    where e.id = now_row.evaluation_id and e.candidacy_id = now_row.candidacy_id;
    if judged.completed_on is not null or judged.annulled_on is not null then
        perform refuse('sitting_evaluation_open', 'sitting', 'the evaluation is completed');
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    if judged.kind = 'FINAL' and new.held_on > judged.deadline_date then
        perform refuse('sitting_before_deadline', 'sitting', 'the sitting is after the deadline');
    end if;
    select p.human_id into new.evaluator_human_id from person p where p.id = new.evaluator_id;
    if new.evaluator_human_id is not null then
        insert into cycle_person (candidacy_id, human_id, role) values (new.candidacy_id, new.evaluator_human_id, 'EVALUATOR')
        on conflict do nothing;
    end if;
    return new;
end
$$;
comment on function sitting_guard() is 'Sittings of a completed evaluation are fixed; final ones keep the deadline; the evaluator takes his role in the cycle';
create trigger sitting_guard before insert or update or delete on sitting for each row execute function sitting_guard();

create function sitting_release() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from sitting s where s.candidacy_id = old.candidacy_id and s.evaluator_human_id = old.evaluator_human_id) then
        delete from cycle_person where candidacy_id = old.candidacy_id and human_id = old.evaluator_human_id and role = 'EVALUATOR';
    end if;
    return null;
end
$$;
comment on function sitting_release() is 'An evaluator taken off his only, unfinished sitting is free again';
create trigger sitting_release after delete or update of evaluator_id on sitting for each row execute function sitting_release();

create function path_module_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'UPDATE' and old.trainer_id = new.trainer_id then
        return new;
    end if;
    select p.human_id into new.trainer_human_id from person p where p.id = new.trainer_id;
    if new.trainer_human_id is not null then
        insert into cycle_person (candidacy_id, human_id, role) values (new.candidacy_id, new.trainer_human_id, 'TRAINER')
        on conflict do nothing;
    end if;
    return new;
end
$$;
comment on function path_module_guard() is 'The trainer takes his role in the cycle';
create trigger path_module_guard before insert or update on path_module for each row execute function path_module_guard();

-- Somebody who never gave an hour did not train: he may evaluate after all. Hours given bind for the whole cycle.
create function path_module_release() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if old.attended_hours = 0 and old.status = 'OPEN'
       and not exists (select from path_module m where m.candidacy_id = old.candidacy_id and m.trainer_human_id = old.trainer_human_id) then
        delete from cycle_person where candidacy_id = old.candidacy_id and human_id = old.trainer_human_id and role = 'TRAINER';
    end if;
    return null;
end
$$;
comment on function path_module_release() is 'A trainer replaced before the first hour is free again';
create trigger path_module_release after delete or update of trainer_id on path_module for each row execute function path_module_release();

-- Two accounts turn out to be one human: refused when he would become evaluator and trainer of one candidate.
-- Taking a merge back would let the rule be dodged: the certifier's alone.
create function person_human_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if old.human_id <> old.id and new.human_id = new.id and not scope_writes_all(current_scope()) then
        perform refuse('person_split_by_certifier', 'person', 'only the certifier takes a merge back');
    end if;
    if new.human_id <> new.id then
        select p.human_id into new.human_id from person p where p.id = new.human_id;
    end if;
    if exists (select from (select s.candidacy_id, 'EVALUATOR' as role from sitting s where s.evaluator_id = new.id
                            union all
                            select m.candidacy_id, 'TRAINER' from path_module m where m.trainer_id = new.id) as done
               join cycle_person c on c.candidacy_id = done.candidacy_id and c.human_id = new.human_id and c.role <> done.role) then
        perform refuse('person_merge_keeps_separation', 'person', 'the merge would make one human evaluator and trainer');
    end if;
    insert into cycle_person (candidacy_id, human_id, role)
    select s.candidacy_id, new.human_id, 'EVALUATOR' from sitting s where s.evaluator_id = new.id
    union
    select m.candidacy_id, new.human_id, 'TRAINER' from path_module m where m.trainer_id = new.id
    on conflict do nothing;
    update sitting set evaluator_human_id = new.human_id where evaluator_id = new.id;
    update path_module set trainer_human_id = new.human_id where trainer_id = new.id;
    return new;
end
$$;
comment on function person_human_guard() is 'A merge of persons keeps evaluators and trainers apart, and repoints what they did';
create trigger person_human_moved before update of human_id on person for each row
    when (old.human_id is distinct from new.human_id) execute function person_human_guard();

-- Whoever had been merged into this record follows it.
create function person_human_follow() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update person set human_id = new.human_id where human_id = new.id and id <> new.id and new.human_id <> new.id;
    return null;
end
$$;
comment on function person_human_follow() is 'Merges of merges end at one record';
create trigger person_human_followed after update of human_id on person for each row
    when (old.human_id is distinct from new.human_id) execute function person_human_follow();

-- File ---------------------------------------------------------------------------------------------------------------

create function file_guard() returns trigger language plpgsql as $$
begin
    if (new.id, new.candidacy_id, new.commission_id, new.ordinal, new.submitted_on, new.acting_org_id, new.snapshot, new.is_direct_route)
       is distinct from
       (old.id, old.candidacy_id, old.commission_id, old.ordinal, old.submitted_on, old.acting_org_id, old.snapshot, old.is_direct_route) then
        perform refuse('file_snapshot_fixed', 'file', 'a file that was sent never changes');
    end if;
    return new;
end
$$;
comment on function file_guard() is 'The snapshot is locked';
create trigger file_guard before update on file for each row execute function file_guard();

-- Commission ---------------------------------------------------------------------------------------------------------

create function session_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'PLANNED' then
            perform refuse('session_transition_legal', 'session', 'a session begins PLANNED');
        end if;
        return new;
    end if;
    if new.state <> old.state and not exists (select from session_transition t
                                              where t.from_state = old.state and t.to_state = new.state) then
        perform refuse('session_transition_legal', 'session', 'no rule leads from ' || old.state || ' to ' || new.state);
    end if;
    if (new.id, new.commission_id, new.reference) is distinct from (old.id, old.commission_id, old.reference)
       or (old.state in ('CLOSED', 'SIGNED', 'CANCELLED')
           and (new.held_on, new.min_per_college, new.chair_member_id, new.vice_chair_member_id, new.modality)
               is distinct from (old.held_on, old.min_per_college, old.chair_member_id, old.vice_chair_member_id, old.modality)) then
        perform refuse('session_fixed', 'session', 'the session is closed');
    end if;
    if new.state = 'CLOSED' and old.state = 'OPEN' and exists (
        select from agenda_item i where i.session_id = new.id and i.is_live and i.outcome is null) then
        perform refuse('session_every_item_decided', 'session', 'a file is neither decided nor marked as not examined');
    end if;
    if new.state = 'SIGNED' and old.state <> 'SIGNED' and
       (select count(distinct g.college) from minutes_signature g where g.session_id = new.id) < 2 then
        perform refuse('session_signed_by_both_colleges', 'session', 'both colleges sign');
    end if;
    if new.state in ('SIGNED', 'CANCELLED') and new.state <> old.state then
        update agenda_item set settled_on = coalesce(new.cancelled_on, new.held_on) where session_id = new.id and is_live;
    end if;
    return new;
end
$$;
comment on function session_guard() is 'Legal moves of a session; closing needs every file settled, signing needs both colleges; then its files are free';
create trigger session_guard before insert or update on session for each row execute function session_guard();

create function agenda_item_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    held record;
    taken int;
begin
    if tg_op = 'UPDATE' then
        if (new.id, new.session_id, new.commission_id, new.candidacy_id, new.file_id, new.added_on)
           is distinct from (old.id, old.session_id, old.commission_id, old.candidacy_id, old.file_id, old.added_on) then
            perform refuse('agenda_item_fixed', 'agenda_item', 'a file does not change places between agendas');
        end if;
        if old.settled_on is not null then
            perform refuse('agenda_item_settled', 'agenda_item', 'the session is over');
        end if;
        if (new.position, new.removed_on, new.outcome) is not distinct from (old.position, old.removed_on, old.outcome) then
            return new;
        end if;
    end if;
    select s.state, s.capacity into held from session s where s.id = new.session_id for share;
    if tg_op = 'INSERT' or new.position <> old.position or new.removed_on is distinct from old.removed_on then
        if held.state not in ('PLANNED', 'CONVENED') then
            perform refuse('agenda_item_session_locked', 'agenda_item', 'the agenda is locked');
        end if;
    elsif held.state <> 'OPEN' then
        perform refuse('agenda_item_session_open', 'agenda_item', 'the session is not open');
    end if;
    if tg_op = 'INSERT' and held.capacity is not null then
        select count(*) into taken from agenda_item i where i.session_id = new.session_id and i.removed_on is null;
        if taken >= held.capacity then
            perform refuse('agenda_item_session_full', 'agenda_item', 'the session is full');
        end if;
    end if;
    return new;
end
$$;
comment on function agenda_item_guard() is 'The agenda changes only before the session opens, outcomes only while it is open; capacity';
create trigger agenda_item_guard before insert or update on agenda_item for each row execute function agenda_item_guard();

create function attendance_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    now_session uuid := case when tg_op = 'DELETE' then old.session_id else new.session_id end;
begin
    if not exists (select from session s where s.id = now_session and s.state in ('PLANNED', 'CONVENED', 'OPEN') for share) then
        perform refuse(tg_table_name || '_session_locked', tg_table_name, 'the session is over');
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end
$$;
comment on function attendance_guard() is 'Presence and step-downs are fixed once the session is closed';
create trigger attendance_guard before insert or update or delete on attendance for each row execute function attendance_guard();
create trigger step_down_guard before insert or update or delete on step_down for each row execute function attendance_guard();

create function vote_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from session s where s.id = new.session_id and s.state = 'OPEN' for share) then
        perform refuse('vote_session_open', 'vote', 'the session is not open');
    end if;
    if exists (select from decision d where d.agenda_item_id = new.agenda_item_id) then
        perform refuse('vote_before_decision', 'vote', 'the file is decided');
    end if;
    if exists (select from attendance a where a.session_id = new.session_id and a.member_id = new.member_id and a.presence = 'ABSENT') then
        perform refuse('vote_member_present', 'vote', 'an absent juror does not vote');
    end if;
    if exists (select from step_down d where d.agenda_item_id = new.agenda_item_id and d.member_id = new.member_id) then
        perform refuse('vote_member_stepped_down', 'vote', 'a juror who stepped down does not vote');
    end if;
    return new;
end
$$;
comment on function vote_guard() is 'Votes are cast while the session is open, by jurors present who did not step down, before the decision';
create trigger vote_guard before insert or update on vote for each row execute function vote_guard();

-- A juror who voted and then left, or stepped down, does not count any more.
create function decision_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    held record;
    cast_votes record;
begin
    select s.state, s.min_per_college into held from session s where s.id = new.session_id for share;
    if tg_op = 'UPDATE' then
        if row(new.id, new.agenda_item_id, new.session_id, new.commission_id, new.candidacy_id, new.file_id, new.outcome, new.reasons,
               new.domain_codes, new.request_text, new.answer_by_date, new.voter_count, new.for_count, new.against_count,
               new.abstain_count, new.decided_on)
           is distinct from
           row(old.id, old.agenda_item_id, old.session_id, old.commission_id, old.candidacy_id, old.file_id, old.outcome, old.reasons,
               old.domain_codes, old.request_text, old.answer_by_date, old.voter_count, old.for_count, old.against_count,
               old.abstain_count, old.decided_on) or old.effective_on is not null then
            perform refuse('decision_fixed', 'decision', 'a decision never changes');
        end if;
        return new;
    end if;
    if held.state is distinct from 'OPEN' then
        perform refuse('decision_session_open', 'decision', 'the session is not open');
    end if;
    if new.outcome <> 'NOT_EXAMINED' then
        select count(*) filter (where v.choice = 'FOR') as for_count,
               count(*) filter (where v.choice = 'AGAINST') as against_count,
               count(*) filter (where v.choice = 'ABSTAIN') as abstain_count,
               count(*) filter (where m.college = 'EMPLOYER') as employers,
               count(*) filter (where m.college = 'EMPLOYEE') as employees
        into cast_votes
        from vote v
        join commission_member m on m.id = v.member_id
        join attendance a on a.session_id = v.session_id and a.member_id = v.member_id and a.presence <> 'ABSENT'
        where v.agenda_item_id = new.agenda_item_id
          and not exists (select from step_down d where d.agenda_item_id = v.agenda_item_id and d.member_id = v.member_id);
        if (new.for_count, new.against_count, new.abstain_count)
           is distinct from (cast_votes.for_count::int, cast_votes.against_count::int, cast_votes.abstain_count::int) then
            perform refuse('decision_counts_votes', 'decision', 'the totals are not those of the votes');
        end if;
        if cast_votes.employers <> cast_votes.employees then
            perform refuse('decision_parity', 'decision', 'as many employers as employees vote');
        end if;
        if least(cast_votes.employers, cast_votes.employees) < held.min_per_college then
            perform refuse('decision_quorum', 'decision', 'too few voters in a college');
        end if;
    end if;
    return new;
end
$$;
comment on function decision_guard() is 'A decision is taken while the session is open, counts the votes, keeps parity and quorum, and then only becomes effective';
create trigger decision_guard before insert or update on decision for each row execute function decision_guard();

create function minutes_signature_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from session s where s.id = new.session_id and s.state = 'CLOSED' for share) then
        perform refuse('minutes_signature_session_closed', 'minutes_signature', 'minutes are signed once the session is closed');
    end if;
    if not exists (select from session s where s.id = new.session_id
                   and new.member_id in (s.chair_member_id, s.vice_chair_member_id)) then
        perform refuse('minutes_signature_by_chair', 'minutes_signature', 'the chair and the vice-chair sign');
    end if;
    if not exists (select from minutes m where m.id = new.minutes_id and m.sha256 = new.sha256) then
        perform refuse('minutes_signature_same_text', 'minutes_signature', 'another text was signed');
    end if;
    return new;
end
$$;
comment on function minutes_signature_guard() is 'Chair and vice-chair sign the closed minutes as they are';
create trigger minutes_signature_guard before insert on minutes_signature for each row execute function minutes_signature_guard();

-- Certificate --------------------------------------------------------------------------------------------------------

create function certificate_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        perform refuse('certificate_kept', 'certificate', 'the register is kept for ever');
    elsif tg_op = 'INSERT' then
        if not exists (
            select from candidacy c
            join decision d on d.candidacy_id = c.id and d.id = new.decision_id
            join session s on s.id = d.session_id
            where c.id = new.candidacy_id and c.candidate_id = new.candidate_id and c.state = 'CERTIFIED'
              and c.referential_version_id = new.referential_version_id
              and d.outcome = 'CERTIFIED' and d.effective_on is not null
              and s.id = new.session_id and s.state = 'SIGNED' and s.held_on = new.decision_on) then
            perform refuse('certificate_from_signed_decision', 'certificate', 'no signed favourable decision');
        end if;
    elsif row(new.id, new.candidacy_id, new.candidate_id, new.referential_code, new.referential_version_id, new.number,
              new.verification_code, new.issued_on, new.decision_on, new.decision_id, new.session_id, new.commission_id, new.holder)
          is distinct from
          row(old.id, old.candidacy_id, old.candidate_id, old.referential_code, old.referential_version_id, old.number,
              old.verification_code, old.issued_on, old.decision_on, old.decision_id, old.session_id, old.commission_id, old.holder)
          or (old.status = 'ANNULLED' and new.status <> 'ANNULLED') then
        perform refuse('certificate_fixed', 'certificate', 'a certificate never changes, it is only annulled');
    end if;
    return new;
end
$$;
comment on function certificate_guard() is 'A certificate comes from a signed decision and never changes (invariants 3, 21, 22)';
create trigger certificate_guard before insert or update or delete on certificate for each row execute function certificate_guard();

-- Claims (decision 8) ------------------------------------------------------------------------------------------------

create function stale(items text) returns void language plpgsql as $$
begin
    raise exception 'stale' using errcode = 'CL001', detail = items;
end
$$;
comment on function stale(text) is 'Raises CL001: somebody else changed these items first';

-- A fact a guard has read stays as it was until commit. Definer: the asker may not write these rows, and FOR SHARE needs that.
create function check_facts(kinds text[], ids uuid[], versions int[]) returns int language plpgsql volatile
security definer set search_path = public, pg_temp as $$
declare
    found_items text[] := '{}';
    missing text;
begin
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

-- Questions whose answer may be told without telling whose data it rests on (A37) ---------------------------------------

create function match_candidates(keys text[]) returns table (item int, candidate_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select asked.item::int, c.id
    from unnest(keys) with ordinality as asked(key, item)
    join candidate c on c.identity_key = asked.key and c.status = 'ACTIVE';
$$;
comment on function match_candidates(text[]) is 'The candidate of a full civil identity, by identity_key(); nothing of him is shown';

create function candidate_standing(candidate_ids uuid[], referential_codes text[], except_candidacy_ids uuid[])
returns table (item int, has_live_candidacy boolean, is_certified boolean, previous_candidacy_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select asked.item::int,
           exists (select from candidacy c join candidacy_state s on s.state = c.state and s.is_live
                   where c.candidate_id = asked.candidate_id and c.referential_code = asked.referential_code
                     and c.id is distinct from asked.except_id),
           exists (select from candidacy c
                   where c.candidate_id = asked.candidate_id and c.referential_code = asked.referential_code
                     and c.id is distinct from asked.except_id
                     and c.state = 'CERTIFIED' and not c.is_certificate_annulled),
           (select c.id from candidacy c
            where c.candidate_id = asked.candidate_id and c.referential_code = asked.referential_code
              and c.id is distinct from asked.except_id
              and (c.state in ('EXPIRED', 'WITHDRAWN', 'CANCELLED') or c.is_certificate_annulled)
            order by c.id desc limit 1)
    from unnest(candidate_ids, referential_codes, except_candidacy_ids) with ordinality
        as asked(candidate_id, referential_code, except_id, item);
$$;
comment on function candidate_standing(uuid[], text[], uuid[]) is 'Whether a candidate has a live candidacy or is certified, anywhere, and his last closed cycle; never where';

create function verify_certificates(codes text[])
returns table (item int, number text, status text, title text, referential_code text, decision_on date, issued_on date,
               annulled_on date, holder jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select asked.item::int, c.number, c.status, r.title, c.referential_code, c.decision_on, c.issued_on, c.annulled_on, c.holder
    from unnest(codes) with ordinality as asked(code, item)
    join certificate c on c.verification_code = asked.code
    join referential_version r on r.id = c.referential_version_id;
$$;
comment on function verify_certificates(text[]) is 'Public verification by the random code only';

grant execute on function check_facts(text[], uuid[], int[]),
    stale(text), refuse(text, text, text), candidacy_guard(), file_guard() to clea_app;
grant execute on function match_candidates(text[]), candidate_standing(uuid[], text[], uuid[]), verify_certificates(text[])
    to clea_app, clea_read;
