-- SPDX-License-Identifier: EUPL-1.2
-- A function, a mandate and a membership end no earlier than what was done in them (FUNCTION_IN_USE): one rule for all of them, which
-- is asked when the end is decided, and again when it is written. By then whoever acts on the row holds it (check_facts), so that an
-- act and an end that come at once meet here.

-- In a network an organism acts under what the network may (A28), where it may not do so itself.
create function organism_may_itself(organism_id uuid, referential_code text, on_day date) returns boolean language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (
        select from habilitation h
        where h.organism_id = organism_may_itself.organism_id and h.referential_code = organism_may_itself.referential_code
          and h.activity = 'EVALUATION' and h.was_granted
          and on_day between h.valid_from and least(coalesce(h.valid_to, 'infinity'), coalesce(h.ended_on - 1, 'infinity')));
end
$$;
comment on function organism_may_itself(uuid, text, date) is 'Whether an organism could evaluate on a day without any network';

-- In charge of a module at an act: whom the last change before it names, else who was proposed, who is in charge still unless
-- somebody was named afterwards.
create function module_was_taught_by(module_id uuid, candidacy_id uuid, sequence int, person_id uuid) returns boolean language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    named text;
    m path_module;
begin
    select v.data ->> 'trainer_id' into named from candidacy_event v
    where v.candidacy_id = module_was_taught_by.candidacy_id and v.event = 'CHANGE_TRAINER'
      and v.data ->> 'module_id' = module_was_taught_by.module_id::text and v.sequence < module_was_taught_by.sequence
    order by v.sequence desc limit 1;
    if found then
        return named = module_was_taught_by.person_id::text;
    end if;
    select * into m from path_module k where k.id = module_was_taught_by.module_id;
    if not exists (select from candidacy_event v
                   where v.candidacy_id = m.candidacy_id and v.event = 'CHANGE_TRAINER' and v.data ->> 'module_id' = m.id::text) then
        return m.trainer_id = module_was_taught_by.person_id;
    end if;
    return exists (select from candidacy_event v, jsonb_array_elements(v.data -> 'modules') as proposed
                   where v.candidacy_id = m.candidacy_id and v.event = 'PROPOSE_PATH' and v.sequence < module_was_taught_by.sequence
                     and proposed ->> 'domain_code' = m.domain_code and proposed ->> 'trainer_id' = module_was_taught_by.person_id::text);
end
$$;
comment on function module_was_taught_by(uuid, uuid, int, uuid) is 'Whether a person was in charge of a module at an event of its candidacy';

-- The last that was done in one: by an evaluator, the sittings that he held and the evaluations that he completed; by a trainer, the
-- hours that he gave; by a counsellor, the informations; by any of those who give results back, the restitutions that no other
-- function of his covers; by a juror, the sessions in which he was present; by the staff of a network, a commission, a funder or the
-- certifier, whatever they changed in its name (audit.acted_on); in a membership, the sittings that rest on the network.
create function exercise_of_affiliation(affiliation_id uuid) returns table (id uuid, done_on date) language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp rows 1 as $$
declare
    f affiliation;
    human uuid;
begin
    select * into f from affiliation a where a.id = affiliation_id;
    human := human_of(f.person_id);
    return query
    select last.id, last.done_on
    from (
        select e.id, s.held_on as done_on
        from sitting s join evaluation e on e.id = s.evaluation_id and e.annulled_on is null
        where f.role = 'EVALUATOR' and s.evaluator_id = f.person_id and s.acting_org_id = f.organism_id
        union all
        select e.id, e.completed_on from evaluation e
        where f.role = 'EVALUATOR' and e.org_id = f.organism_id and e.completed_by = f.person_id and e.annulled_on is null
        union all
        select null, v.occurred_on
        from cycle_person c
        join candidacy_event v on v.candidacy_id = c.candidacy_id and v.event = 'RECORD_ATTENDANCE'
        join path_module m on m.id = (v.data ->> 'module_id')::uuid and m.training_org_id = f.organism_id
        where f.role = 'TRAINER' and c.human_id = human and c.role = 'TRAINER'
          and module_was_taught_by(m.id, v.candidacy_id, v.sequence, f.person_id)
        union all
        select null, c.information_on from candidacy c
        where f.role = 'COUNSELLOR' and c.owner_org_id = f.organism_id and c.counsellor_id = f.person_id
        union all
        select e.id, r.given_on
        from evaluation e join restitution r on r.evaluation_id = e.id and r.given_by = f.person_id and r.acting_org_id = f.organism_id
        where f.role in ('EVALUATOR', 'COUNSELLOR', 'REFERENT') and e.org_id = f.organism_id and e.annulled_on is null
          and not exists (
              select from affiliation o join person p on p.id = o.person_id and p.human_id = human
              where o.id <> f.id and o.organism_id = f.organism_id and o.role in ('EVALUATOR', 'COUNSELLOR', 'REFERENT')
                and r.given_on between o.valid_from and coalesce(o.valid_to, 'infinity'))
    ) as last
    where last.done_on between f.valid_from and coalesce(f.valid_to, 'infinity')
    order by last.done_on desc, last.id limit 1;
end
$$;
comment on function exercise_of_affiliation(uuid) is 'What was done last in a function in an organism, and when';

create function exercise_of_mandate(member_id uuid) returns table (id uuid, done_on date) language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp rows 1 as $$
begin
    return query
    select s.id, s.held_on
    from attendance a join session s on s.id = a.session_id -- attendance_by_member
    where a.member_id = exercise_of_mandate.member_id and a.presence <> 'ABSENT' and s.state <> 'CANCELLED'
    order by s.held_on desc, s.id limit 1;
end
$$;
comment on function exercise_of_mandate(uuid) is 'The last session in which a juror of that mandate was present';

create function exercise_of_staff(function_id uuid) returns table (id uuid, done_on date) language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp rows 1 as $$
begin
    return query
    select null::uuid, a.acted_on
    from staff_function f
    join audit a on a.person_id = f.person_id and a.acted_on is not null -- audit_by_staff
    where f.id = exercise_of_staff.function_id and a.scope = f.scope and a.scope_id is not distinct from f.scope_id
      and a.outcome = 'ACCEPTED' and f.role = any (a.roles) and a.acted_on between f.valid_from and coalesce(f.valid_to, 'infinity')
    order by a.acted_on desc limit 1;
end
$$;
comment on function exercise_of_staff(uuid) is 'When something was last changed in a function for a network, a commission, a funder or the certifier';

create function exercise_of_membership(membership_id uuid) returns table (id uuid, done_on date) language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp rows 1 as $$
begin
    return query
    select null::uuid, s.held_on
    from network_membership m
    join evaluation e on e.org_id = m.organism_id and e.annulled_on is null -- evaluation_by_organism
    join candidacy c on c.id = e.candidacy_id
    join sitting s on s.evaluation_id = e.id and s.acting_org_id = m.organism_id
    where m.id = exercise_of_membership.membership_id and s.held_on between m.valid_from and coalesce(m.valid_to, 'infinity')
      and (exists (select from evaluation_method k where k.id = e.method_id and k.network_id = m.network_id)
           or (not organism_may_itself(m.organism_id, c.referential_code, s.held_on)
               and exists (select from habilitation h
                           where h.network_id = m.network_id and h.referential_code = c.referential_code and h.activity = 'EVALUATION'
                             and h.was_granted and h.valid_from <= s.held_on)))
    order by s.held_on desc limit 1;
end
$$;
comment on function exercise_of_membership(uuid) is 'The last sitting of a member that rests on its network';

-- Told to who may end it, and asked by the triggers below.
create function exercise_of(kind text, function_id uuid) returns table (id uuid, done_on date) language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp rows 1 as $$
begin
    case kind
        when 'affiliation' then return query select * from exercise_of_affiliation(function_id) where function_ends_here('ORGANISM',
            (select a.organism_id from affiliation a where a.id = function_id));
        when 'commission_member' then return query select * from exercise_of_mandate(function_id) where function_ends_here('COMMISSION',
            (select m.commission_id from commission_member m where m.id = function_id));
        when 'staff_function' then return query select u.* from exercise_of_staff(function_id) u, staff_function f
            where f.id = function_id and function_ends_here(f.scope, f.scope_id);
        when 'network_membership' then return query select u.* from exercise_of_membership(function_id) u, network_membership m
            where m.id = function_id and (function_ends_here('NETWORK', m.network_id) or function_ends_here('ORGANISM', m.organism_id));
    end case;
end
$$;
comment on function exercise_of(text, uuid) is 'What was done last in a function, a mandate or a membership, by the name of its table; nothing for who may not end it';

create function function_ends_here(scope text, scope_id uuid) returns boolean language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return nation_asks() or (current_scope() = function_ends_here.scope and current_scope_id() is not distinct from function_ends_here.scope_id)
        or (current_scope() = 'NETWORK' and function_ends_here.scope = 'ORGANISM' and exists (
            select from network_membership m where m.organism_id = function_ends_here.scope_id and m.network_id = current_scope_id()));
end
$$;
comment on function function_ends_here(text, uuid) is 'Whether who asks may end functions of a scope';
grant execute on function exercise_of(text, uuid) to clea_app, clea_read;

-- Whoever acts as the owner of the schema (a restore; the certifier who closes the record of a person, person_close) is not asked.
create function function_in_use() returns trigger language plpgsql as $$
declare
    ends_on date := (to_jsonb(new) ->> tg_argv[0])::date;
    done_on date;
begin
    if ends_on is null or pg_has_role(current_user, 'clea_owner', 'MEMBER') then
        return new;
    end if;
    select e.done_on into done_on from public.exercise_of(tg_table_name, new.id) e;
    if done_on > ends_on then
        perform public.refuse(tg_table_name || '_in_use', tg_table_name, 'something was done in it after that day');
    end if;
    return new;
end
$$;
comment on function function_in_use() is 'Before the last day of a function moves: nothing was done in it afterwards; the argument is the column of that day';
grant execute on function function_in_use() to clea_app;
create trigger affiliation_in_use before update of valid_to on affiliation for each row execute function function_in_use('valid_to');
create trigger commission_member_in_use before update of mandate_to on commission_member for each row execute function function_in_use('mandate_to');
create trigger staff_function_in_use before update of valid_to on staff_function for each row execute function function_in_use('valid_to');
create trigger network_membership_in_use before update of valid_to on network_membership for each row execute function function_in_use('valid_to');

-- Somebody who never gave an hour did not train: he may evaluate after all. Hours given bind for the whole cycle.
create function path_module_release() returns trigger language plpgsql security definer as $$
begin
    if old.attended_minutes = 0 and old.status = 'OPEN'
       and not exists (select from public.path_module m where m.candidacy_id = old.candidacy_id and m.trainer_human_id = old.trainer_human_id)
       and not exists (
           -- in another module, which somebody else has taken over since
           select from public.path_module m
           join public.candidacy_event v on v.candidacy_id = m.candidacy_id and v.event = 'RECORD_ATTENDANCE' and v.data ->> 'module_id' = m.id::text
           join public.person p on p.human_id = old.trainer_human_id
           where m.candidacy_id = old.candidacy_id and m.id <> old.id and m.attended_minutes > 0
             and public.module_was_taught_by(m.id, v.candidacy_id, v.sequence, p.id)) then
        delete from public.cycle_person where candidacy_id = old.candidacy_id and human_id = old.trainer_human_id and role = 'TRAINER';
    end if;
    return null;
end
$$;
comment on function path_module_release() is 'A trainer replaced before his first hour in the cycle is free again';
create trigger path_module_release after delete on path_module for each row execute function path_module_release();
create trigger path_module_release_changed after update of trainer_id on path_module for each row
    when (old.trainer_id is distinct from new.trainer_id) execute function path_module_release();
