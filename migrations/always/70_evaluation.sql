-- SPDX-License-Identifier: EUPL-1.2
-- Evaluations, sittings, paths, what they amount to.

create function evaluation_guard() returns trigger language plpgsql security definer as $$
declare
    pinned record;
begin
    if tg_op = 'UPDATE' then
        if (new.id, new.candidacy_id, new.kind, new.ordinal, new.org_id, new.path_id)
           is distinct from (old.id, old.candidacy_id, old.kind, old.ordinal, old.org_id, old.path_id) then
            perform public.refuse('evaluation_root_fixed', 'evaluation', 'the identity of an evaluation never changes');
        end if;
        if old.completed_on is not null or old.annulled_on is not null then
            if (new.results, new.scope_mask, new.subdomain_statuses, new.completed_by, new.method_id)
               is distinct from
               (old.results, old.scope_mask, old.subdomain_statuses, old.completed_by, old.method_id) then
                perform public.refuse('evaluation_results_frozen', 'evaluation', 'the evaluation is completed');
            end if;
            -- Its day is put right until the file is with a commission; whether it is completed stays as it is.
            if new.completed_on is distinct from (old.completed_on)
               and (new.completed_on is null or old.completed_on is null or old.annulled_on is not null
                    or exists (select from public.candidacy c where c.id = new.candidacy_id
                               and c.state not in ('PRIOR_COMPLETED', 'PARTIAL', 'PATH_PROPOSED', 'IN_TRAINING', 'FINAL_READY',
                                                   'FINAL_IN_PROGRESS', 'FINAL_COMPLETED', 'JURY_READY'))) then
                perform public.refuse('evaluation_results_frozen', 'evaluation', 'the evaluation is completed');
            end if;
            if (new.annulled_on, new.annulled_by, new.annul_reason)
               is distinct from (old.annulled_on, old.annulled_by, old.annul_reason)
               and (old.annulled_on is not null or old.completed_on is null or not public.nation_writes()
                    or exists (select from public.candidacy c where c.id = new.candidacy_id
                               and c.state not in ('INFORMED', 'PARTIAL', 'FINAL_COMPLETED', 'JURY_READY'))) then
                perform public.refuse('evaluation_annulment', 'evaluation',
                               'the certifier annuls a completed evaluation, once, before submission');
            end if;
            return new;
        end if;
        if new.annulled_on is not null then
            perform public.refuse('evaluation_annulment', 'evaluation', 'an evaluation that is not completed is not annulled');
        end if;
        if (new.results, new.scope_mask, new.completed_on, new.subdomain_statuses)
           is not distinct from (old.results, old.scope_mask, old.completed_on, old.subdomain_statuses) then
            return new;
        end if;
    end if;
    select r.item_count, r.subdomain_count, r.item_subdomains, s.is_final as is_closed
    into pinned
    from public.candidacy c
    join public.candidacy_state s on s.state = c.state
    left join public.referential_version r on r.id = c.referential_version_id
    where c.id = new.candidacy_id;
    if pinned.is_closed then
        perform public.refuse('evaluation_candidacy_closed', 'evaluation', 'the candidacy accepts no result any more');
    end if;
    if char_length(new.results) is distinct from (pinned.item_count)
       or (new.subdomain_statuses is not null and char_length(new.subdomain_statuses) <> pinned.subdomain_count) then
        perform public.refuse('evaluation_results_length', 'evaluation', 'results do not fit the pinned version');
    end if;
    if new.scope_mask <= 0 or new.scope_mask >> pinned.subdomain_count <> 0
       or (new.kind = 'PRIOR' and new.scope_mask <> (1::bigint << pinned.subdomain_count) - 1) then
        perform public.refuse('evaluation_scope', 'evaluation', 'the scope does not fit the pinned version');
    end if;
    if new.kind = 'FINAL' and exists (
        select from unnest(pinned.item_subdomains) with ordinality as item(subdomain, position)
        where (new.scope_mask >> (item.subdomain - 1)) & 1 = 0 and substr(new.results, item.position::int, 1) <> '-') then
        perform public.refuse('evaluation_result_in_scope', 'evaluation', 'a result lies outside the scope');
    end if;
    if new.completed_on is not null and exists (
        select from unnest(pinned.item_subdomains) with ordinality as item(subdomain, position)
        where (new.scope_mask >> (item.subdomain - 1)) & 1 = 1 and substr(new.results, item.position::int, 1) = '-') then
        perform public.refuse('evaluation_grid_complete', 'evaluation', 'an item of the scope has no result');
    end if;
    return new;
end
$$;
comment on function evaluation_guard() is 'Results fit the pinned version and the scope; completed ones are frozen (invariants 5, 6, 8, 9, 18)';
create trigger evaluation_guard before insert or update on evaluation for each row execute function evaluation_guard();

-- An act moves the candidacy and then its evaluation: where the state alone does not tell, it is told again.
create function evaluation_counts_for_expiry() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update candidacy c set can_expire = not c.can_expire
    where c.id = new.candidacy_id and c.state = 'JURY_READY'
      and c.can_expire <> candidacy_can_expire(c.id, c.state, c.deadline_date);
    return null;
end
$$;
comment on function evaluation_counts_for_expiry() is 'A final evaluation that is completed keeps its candidacy from expiring; one that is annulled does not';
create trigger evaluation_counts_for_expiry after update of completed_on, annulled_on on evaluation for each row
    when (new.kind = 'FINAL' and (old.completed_on, old.annulled_on) is distinct from (new.completed_on, new.annulled_on))
    execute function evaluation_counts_for_expiry();

create function evaluation_policy_guard() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    if old.completed_on is not null then
        perform refuse('evaluation_results_frozen', 'evaluation', 'the evaluation is completed');
    end if;
    return new;
end
$$;
comment on function evaluation_policy_guard() is 'The thresholds of a completed evaluation are those of its completion';
grant execute on function evaluation_policy_guard() to clea_app;
create trigger evaluation_policy_guard before update on evaluation
    for each row when (new.stricter_min_pct is distinct from old.stricter_min_pct) execute function evaluation_policy_guard();

-- The account is held while it acts: a merge that races with the act waits for it, or the act sees the human it has become.
create function sitting_guard() returns trigger language plpgsql security definer as $$
declare
    judged record;
    has_results boolean;
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
    from public.evaluation e join public.candidacy c on c.id = e.candidacy_id
    where e.id = now_row.evaluation_id and e.candidacy_id = now_row.candidacy_id;
    if judged.completed_on is not null or judged.annulled_on is not null then
        perform public.refuse('sitting_evaluation_open', 'sitting', 'the evaluation is completed');
    end if;
    if tg_op = 'DELETE' then
        has_results := exists (select from public.evaluation e where e.id = old.evaluation_id and e.results ~ '[^-]');
        if has_results and old.held_on <= public.day_in(old.time_zone)
           and not exists (select from public.sitting s where s.evaluation_id = old.evaluation_id and s.id <> old.id
                           and s.held_on <= old.held_on and s.evaluator_human_id = old.evaluator_human_id) then
            perform public.refuse('sitting_in_use', 'sitting', 'results rest on the sitting');
        end if;
        return old;
    end if;
    if tg_op = 'UPDATE' and exists (select from public.evaluation e where e.id = new.evaluation_id and e.results_on >= old.held_on
           and e.results_on < new.held_on and e.results ~ '[^-]' and not exists (
               select from public.sitting s where s.evaluation_id = e.id and s.id <> new.id and s.held_on <= e.results_on)) then
        perform public.refuse('sitting_in_use', 'sitting', 'results rest on the sitting');
    end if;
    if judged.kind = 'FINAL' and new.held_on > judged.deadline_date then
        perform public.refuse('sitting_before_deadline', 'sitting', 'the sitting is after the deadline');
    end if;
    select p.human_id into new.evaluator_human_id from public.person p where p.id = new.evaluator_id for share;
    if new.evaluator_human_id is not null then
        insert into public.cycle_person (candidacy_id, human_id, role) values (new.candidacy_id, new.evaluator_human_id, 'EVALUATOR')
        on conflict do nothing;
    end if;
    return new;
end
$$;
comment on function sitting_guard() is 'Sittings of a completed evaluation are fixed, and the one that results rest on; final ones keep the deadline; the evaluator takes his role in the cycle';
create trigger sitting_guard before insert or update or delete on sitting for each row execute function sitting_guard();

-- Whoever evaluated by an act, beside those whom sittings name: by his own hand, or as the one who is said to have completed it.
create function cycle_evaluator_add(candidacy_id uuid, person_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_variable
declare
    human uuid;
begin
    select p.human_id into human from person p where p.id = person_id for share;
    insert into cycle_person (candidacy_id, human_id, role) values (candidacy_id, human, 'EVALUATOR') on conflict do nothing;
    if exists (select from cycle_person k where k.candidacy_id = cycle_evaluator_add.candidacy_id and k.human_id = human and k.role = 'TRAINER') then
        perform refuse('sitting_evaluator_is_trainer', 'cycle_person', 'a trainer of the cycle evaluates');
    end if;
end
$$;
comment on function cycle_evaluator_add(uuid, uuid) is 'A human takes the role of an evaluator in a cycle, unless he is a trainer of it (S6)';

create function candidacy_event_evaluator() returns trigger language plpgsql security definer as $$
begin
    perform public.cycle_evaluator_add(new.candidacy_id, new.evaluated_by);
    return null;
end
$$;
comment on function candidacy_event_evaluator() is 'Whoever enters what evaluators do is an evaluator of the cycle, whoever is named';
create trigger candidacy_event_evaluator after insert on candidacy_event for each row
    when (new.evaluated_by is not null) execute function candidacy_event_evaluator();

create function evaluation_completer() returns trigger language plpgsql security definer as $$
begin
    perform public.cycle_evaluator_add(new.candidacy_id, new.completed_by);
    return null;
end
$$;
comment on function evaluation_completer() is 'Whoever is said to have completed an evaluation is an evaluator of the cycle, with or without a sitting';
create trigger evaluation_completer after update of completed_by on evaluation for each row
    when (new.completed_by is not null and old.completed_by is null) execute function evaluation_completer();

-- Those acts as they were entered: the humans may have become one since.
create function evaluating_acts(candidacy_id uuid, human_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from candidacy_event e join person p on p.id = e.evaluated_by
                   where e.candidacy_id = evaluating_acts.candidacy_id and p.human_id = evaluating_acts.human_id)
        or exists (select from evaluation e join person p on p.id = e.completed_by
                   where e.candidacy_id = evaluating_acts.candidacy_id and p.human_id = evaluating_acts.human_id);
end
$$;
comment on function evaluating_acts(uuid, uuid) is 'Whether a human evaluated in a cycle by an act, whatever the sittings say';

create function sitting_release() returns trigger language plpgsql security definer as $$
begin
    if not exists (select from public.sitting s where s.candidacy_id = old.candidacy_id and s.evaluator_human_id = old.evaluator_human_id)
       and not public.evaluating_acts(old.candidacy_id, old.evaluator_human_id) then
        delete from public.cycle_person where candidacy_id = old.candidacy_id and human_id = old.evaluator_human_id and role = 'EVALUATOR';
    end if;
    return null;
end
$$;
comment on function sitting_release() is 'An evaluator taken off his only, unfinished sitting is free again';
create trigger sitting_release after delete or update of evaluator_id on sitting for each row execute function sitting_release();

-- A restitution is corrected until the commission has decided upon it, and the history keeps what was told before.
create function restitution_guard() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op <> 'UPDATE' or (new.evaluation_id, new.candidacy_id, new.acting_org_id, new.created_at, new.holder)
       is distinct from (old.evaluation_id, old.candidacy_id, old.acting_org_id, old.created_at, old.holder) then
        perform refuse('restitution_fixed', 'restitution', 'what a restitution is of and in whose name never changes');
    end if;
    return new;
end
$$;
comment on function restitution_guard() is 'What a restitution is of and in whose name it was given never changes';
grant execute on function restitution_guard() to clea_app;
create trigger restitution_guard before update or delete on restitution for each row execute function restitution_guard();
create trigger restitution_no_truncate before truncate on restitution for each statement execute function restitution_guard();

create function path_module_guard() returns trigger language plpgsql security definer as $$
begin
    select p.human_id into new.trainer_human_id from public.person p where p.id = new.trainer_id for share;
    if new.trainer_human_id is not null then
        insert into public.cycle_person (candidacy_id, human_id, role) values (new.candidacy_id, new.trainer_human_id, 'TRAINER')
        on conflict do nothing;
    end if;
    return new;
end
$$;
comment on function path_module_guard() is 'The trainer takes his role in the cycle';
create trigger path_module_guard before insert on path_module for each row execute function path_module_guard();
create trigger path_module_guard_changed before update on path_module for each row
    when (old.trainer_id is distinct from new.trainer_id) execute function path_module_guard();

-- The reach of who only trains (scope_narrow): he trains from the day on which the candidate accepts a path with a module of
-- his until that path ends, or the candidacy leaves training or the organism. Proposed, declined, interrupted, closed: he
-- reaches nothing of it. Hours that he gave bind him for the whole cycle all the same (S6, cycle_person). For whom he trains stands
-- in the module: the organism that holds the candidacy, or another one that was named by who held it (a path that an organism proposed
-- to train itself ends for its trainers with the transfer: decision 40), while he is a trainer there; what that opens to him, the less of
-- the two, is told by scope_trains_candidacy() (85_visibility.sql).
create function candidacies_trained(organism_id uuid, human_id uuid) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(
        select c.id
        from cycle_person t
        join candidacy c on c.id = t.candidacy_id and c.state = 'IN_TRAINING'
        where t.human_id = candidacies_trained.human_id and t.role = 'TRAINER' and exists (
            select from path p join path_module m on m.path_id = p.id and m.trainer_human_id = t.human_id
            where p.candidacy_id = c.id and p.status = 'ACCEPTED'
              and (c.owner_org_id = candidacies_trained.organism_id
                   or (m.training_org_id = candidacies_trained.organism_id and p.acting_org_id <> m.training_org_id and exists (
                       select from affiliation a join person n on n.id = a.person_id
                       where n.human_id = t.human_id and a.organism_id = m.training_org_id and a.role = 'TRAINER'
                         and a.valid_from <= current_day() and (a.valid_to is null or a.valid_to >= current_day()))))));
end
$$;
comment on function candidacies_trained(uuid, uuid) is
    'The candidacies in which a human trains for an organism, under any of his accounts: from the acceptance of a path until its end';
grant execute on function candidacies_trained(uuid, uuid) to clea_app, clea_read;

-- Definer, for the policies: the reach is a setting, which whoever runs SQL can change; that the organism which asks trains there is not.
create function trains_for_other(candidacy_id uuid) returns boolean
language plpgsql stable security definer as $$
begin
    return public.current_scope() = 'ORGANISM' and exists (
        select from public.candidacy c
        join public.path p on p.candidacy_id = c.id and p.status = 'ACCEPTED'
        join public.path_module m on m.path_id = p.id and m.training_org_id = public.current_scope_id() and p.acting_org_id <> m.training_org_id
        where c.id = trains_for_other.candidacy_id and c.state = 'IN_TRAINING' and c.owner_org_id <> public.current_scope_id());
end
$$;
comment on function trains_for_other(uuid) is 'Whether the organism that asks trains the candidate of another one, which named it in a module of the accepted path, until that ends';
grant execute on function trains_for_other(uuid) to clea_app, clea_read;

-- Definer: of the modules of the path that he is not shown, who trains there for another organism learns that they are not his.
create function module_is_of_others(candidacy_id uuid, module_id uuid) returns boolean
language plpgsql stable security definer as $$
begin
    return coalesce(module_is_of_others.candidacy_id = any (public.current_reach()), false)
        and public.trains_for_other(module_is_of_others.candidacy_id) and exists (
            select from public.path_module m
            join public.path p on p.id = m.path_id and p.status = 'ACCEPTED'
            where m.id = module_is_of_others.module_id and m.candidacy_id = module_is_of_others.candidacy_id
              and m.training_org_id <> public.current_scope_id());
end
$$;
comment on function module_is_of_others(uuid, uuid) is 'Whether the module is one of the accepted path that the organism which asks trains in, and given by another one';
grant execute on function module_is_of_others(uuid, uuid) to clea_app, clea_read;

-- An attendance as it stands: what was last corrected, else what the event says that recorded it. Seen by whoever sees the events.
create function attended_minutes_of(candidacy_id uuid, event_id uuid, data jsonb) returns int language sql stable
return coalesce(
    (select (c.data ->> 'attended_minutes')::int from candidacy_event c
     where c.candidacy_id = attended_minutes_of.candidacy_id and c.event = 'CORRECT_ATTENDANCE'
       and c.data ->> 'attendance_id' = attended_minutes_of.event_id::text
     order by c.sequence desc limit 1),
    (attended_minutes_of.data ->> 'attended_minutes')::int);
comment on function attended_minutes_of(uuid, uuid, jsonb) is 'Minutes of an attendance, as it was last corrected';
grant execute on function attended_minutes_of(uuid, uuid, jsonb) to clea_app, clea_read;

-- Definer: a day has no more hours for who trains for another organism and sees the others of that day not.
create function attended_minutes_on(candidacy_id uuid, day date, but_event_id uuid) returns int
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not scope_writes_candidacy(current_scope(), current_scope_id(), attended_minutes_on.candidacy_id)
       and not (coalesce(attended_minutes_on.candidacy_id = any (current_reach()), false) and trains_for_other(attended_minutes_on.candidacy_id)) then
        return null;
    end if;
    return (select coalesce(sum(attended_minutes_of(e.candidacy_id, e.id, e.data)), 0)::int from candidacy_event e
            where e.candidacy_id = attended_minutes_on.candidacy_id and e.event = 'RECORD_ATTENDANCE'
              and e.occurred_on = attended_minutes_on.day and e.id is distinct from attended_minutes_on.but_event_id);
end
$$;
comment on function attended_minutes_on(uuid, date, uuid) is 'Minutes that a candidate attended on a day, in all modules together, but those of one; null where nobody may ask';
grant execute on function attended_minutes_on(uuid, date, uuid) to clea_app, clea_read;

-- Definer, and the only write of who trains the candidate of another organism: what was attended of a module of his own, or a correction of
-- it, and nothing of the candidacy but that something happened. No row when somebody was faster, or when he does not train there.
create function attendance_for_other(candidacy_id uuid, version int, module_id uuid, attended_minutes int, overrun_reason text,
                                     occurred_on date, today date, corrected_id uuid)
returns setof uuid language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not coalesce(attendance_for_other.candidacy_id = any (current_reach()), false) or not trains_for_other(attendance_for_other.candidacy_id)
       or not (attendance_for_other.attended_minutes > 0 and attendance_for_other.corrected_id is null
               or exists (select from candidacy_event e
                          where e.id = attendance_for_other.corrected_id and e.candidacy_id = attendance_for_other.candidacy_id
                            and e.event = 'RECORD_ATTENDANCE' and e.data ->> 'module_id' = attendance_for_other.module_id::text)) then
        return;
    end if;
    perform from candidacy c where c.id = attendance_for_other.candidacy_id and c.version = attendance_for_other.version for no key update;
    if not found then
        return;
    end if;
    update path_module m
    set attended_minutes = m.attended_minutes + attendance_for_other.attended_minutes,
        overrun_reason = case when attendance_for_other.attended_minutes >= 0
                                   or m.attended_minutes + attendance_for_other.attended_minutes > m.planned_minutes
                              then coalesce(attendance_for_other.overrun_reason, m.overrun_reason) end
    where m.id = attendance_for_other.module_id and m.candidacy_id = attendance_for_other.candidacy_id
      and m.training_org_id = current_scope_id() and (m.status = 'OPEN' or attendance_for_other.corrected_id is not null)
      and exists (select from path p where p.id = m.path_id and p.status = 'ACCEPTED');
    if not found then
        return;
    end if;
    update candidacy c
    set version = c.version + 1, -- what corrects one is no activity
        last_activity_on = greatest(c.last_activity_on, case when corrected_id is null then attendance_for_other.occurred_on end),
        entered_on = greatest(c.entered_on, attendance_for_other.today)
    where c.id = attendance_for_other.candidacy_id;
    return next attendance_for_other.candidacy_id;
end
$$;
comment on function attendance_for_other(uuid, int, uuid, int, text, date, date, uuid) is
    'What was attended of a module, by who trains the candidate of another organism';
grant execute on function attendance_for_other(uuid, int, uuid, int, text, date, date, uuid) to clea_app;

-- Definer: he does not see the evaluations that it follows from, and attendance does not change it.
create function missing_domains_for_other(candidacy_id uuid) returns text[]
language plpgsql stable security definer as $$
begin
    if not coalesce(missing_domains_for_other.candidacy_id = any (public.current_reach()), false)
       or not public.trains_for_other(missing_domains_for_other.candidacy_id) then
        return null;
    end if;
    return (select e.missing_domain_codes from public.candidacy_event e where e.candidacy_id = missing_domains_for_other.candidacy_id
            order by e.sequence desc limit 1);
end
$$;
comment on function missing_domains_for_other(uuid) is
    'The domains that the last event left to be validated, for the history of who trains the candidate of another organism';
grant execute on function missing_domains_for_other(uuid) to clea_app, clea_read;

-- Definer: who evaluates and who trains in a cycle is read by nobody.
create function cycle_role(candidacy_id uuid, human_id uuid) returns text
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_scope() = 'ORGANISM' and exists (
        select from former_owner f where f.candidacy_id = cycle_role.candidacy_id and f.organism_id = current_scope_id()) then
        return (select t.record ->> 'role' from former_cycle_person t where t.candidacy_id = cycle_role.candidacy_id
                and t.organism_id = current_scope_id() and t.human_id = cycle_role.human_id);
    end if;
    return (select s.role from cycle_person s where s.candidacy_id = cycle_role.candidacy_id and s.human_id = cycle_role.human_id);
end
$$;
comment on function cycle_role(uuid, uuid) is 'EVALUATOR or TRAINER of a cycle, or null (S6); for a former owner on the day on which it left';
grant execute on function cycle_role(uuid, uuid) to clea_app, clea_read;

-- Of one cycle, for what decides upon its acts: the statement has asked whether the candidacy is seen.
create function cycle_people(candidacy_id uuid) returns table (human_id uuid, kind text)
language plpgsql stable security definer rows 4 set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select k.human_id, case k.role when 'EVALUATOR' then 'EVALUATED' else 'TRAINED' end
    from cycle_person k where k.candidacy_id = cycle_people.candidacy_id;
end
$$;
comment on function cycle_people(uuid) is 'The humans who evaluated or trained in a cycle (S6)';
grant execute on function cycle_people(uuid) to clea_app, clea_read;

-- One row a result, for reports and people; the server reads the array.
create view evaluation_result with (security_invoker) as
select e.id as evaluation_id, e.candidacy_id, e.kind, item.position::int as position, item.code as item_code,
       case substr(e.results, item.position::int, 1)
           when 'V' then 'VALIDATED' when 'N' then 'NOT_VALIDATED' when 'E' then 'NOT_EVALUATED' end as status
from evaluation e
join candidacy c on c.id = e.candidacy_id
join referential_version r on r.id = c.referential_version_id
cross join unnest(r.item_codes) with ordinality as item(code, position);
comment on view evaluation_result is 'One row a result item of each evaluation, in référentiel order';
comment on column evaluation_result.evaluation_id is 'The evaluation';
comment on column evaluation_result.candidacy_id is 'Its candidacy';
comment on column evaluation_result.kind is 'PRIOR or FINAL';
comment on column evaluation_result.position is 'Place of the item, from 1';
comment on column evaluation_result.item_code is 'Code of the item';
comment on column evaluation_result.status is 'VALIDATED, NOT_VALIDATED, NOT_EVALUATED; null when none or out of scope';

-- For policies: an id that is read out of data would be compared behind the policies of the modules, with each of them.
create function module_is_seen(id uuid) returns boolean language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from path_module m where m.id = module_is_seen.id);
end
$$;
comment on function module_is_seen(uuid) is 'Whether the caller sees a module of a path';
grant execute on function module_is_seen(uuid) to clea_app, clea_read;
