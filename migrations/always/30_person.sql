-- SPDX-License-Identifier: EUPL-1.2
-- People and the humans behind them.

create function person_is_human() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    new.human_id := coalesce(new.human_id, new.id);
    return new;
end
$$;
comment on function person_is_human() is 'A new record is its own human until it is merged';
grant execute on function person_is_human() to clea_app, clea_read, clea_auditor;
create trigger person_human before insert on person for each row execute function person_is_human();

-- First the account, which a merge of a duplicate writes, then the human it leads to, which a merge into a survivor holds.
create function person_human_held(person_id uuid) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    found_id uuid;
begin
    select p.human_id into found_id from person p where p.id = person_id for share;
    perform from person p where p.id = found_id for share;
    return found_id;
end
$$;
comment on function person_human_held(uuid) is 'The human behind an account, held until the transaction ends: a merge that races waits, and then sees it';

create function human_of(person_id uuid) returns uuid
language plpgsql stable security definer as $$
begin
    return (select p.human_id from public.person p where p.id = human_of.person_id);
end
$$;
comment on function human_of(uuid) is 'The human behind an account; null when there is no such account';
grant execute on function human_of(uuid) to clea_app, clea_read;

-- Who evaluated or trained the candidate of a candidacy: by an act of their own. Whom another organism named to train, and who never
-- told of an hour given, has done nothing: what another tenant writes makes nobody dependent (decision 34).
create function candidacy_providers(candidacy_id uuid) returns setof uuid
language plpgsql stable security definer rows 3 set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select e.org_id from evaluation e where e.candidacy_id = candidacy_providers.candidacy_id
    union select t.acting_org_id from sitting t where t.candidacy_id = candidacy_providers.candidacy_id
    union select v.acting_org_id from candidacy_event v
    where v.candidacy_id = candidacy_providers.candidacy_id and v.event = 'RECORD_ATTENDANCE' and v.acting_org_id is not null
      and exists (select from path_module o where o.candidacy_id = v.candidacy_id and o.training_org_id = v.acting_org_id);
end
$$;
comment on function candidacy_providers(uuid) is 'The organisms that evaluated or trained the candidate of a candidacy, as they themselves told (A19)';
grant execute on function candidacy_providers(uuid) to clea_app, clea_read;

-- Who owns, evaluated or trained a candidacy. Asked behind whatever shows the candidacy: it looks at all of it, once, and not row by row
-- under the policies of five tables.
create function candidacy_organisms(candidacy_id uuid) returns setof uuid
language plpgsql stable security definer rows 3 set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select c.owner_org_id from candidacy c where c.id = candidacy_organisms.candidacy_id
    union select k.id from candidacy_providers(candidacy_organisms.candidacy_id) as k(id);
end
$$;
comment on function candidacy_organisms(uuid) is 'The organisms of a candidacy, of which no juror of its file may be (A19)';
grant execute on function candidacy_organisms(uuid) to clea_app, clea_read;

-- Hours that were told by the trainer, or by the organism of the module: an organism that names somebody else's trainer, and writes
-- nothing of his, makes him no trainer.
create function human_trained(candidacy_id uuid, human_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (
        select from candidacy_event v
        join path_module m on m.id = (v.data ->> 'module_id')::uuid
        join person p on p.human_id = human_trained.human_id
        where v.candidacy_id = human_trained.candidacy_id and v.event = 'RECORD_ATTENDANCE'
          and (v.acting_org_id = m.training_org_id or human_of(v.person_id) = human_trained.human_id)
          and module_was_taught_by(m.id, v.candidacy_id, v.sequence, p.id));
end
$$;
comment on function human_trained(uuid, uuid) is 'Whether a human gave hours of training in a candidacy, as he or the organism of the module told';
grant execute on function human_trained(uuid, uuid) to clea_app, clea_read;

-- Whoever acted for the candidate, whatever his functions are by now (3.3).
create function candidacy_people(candidacy_id uuid) returns table (human_id uuid, kind text)
language plpgsql stable security definer rows 4 set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select k.human_id, k.kind from cycle_people(candidacy_people.candidacy_id) k
    where k.kind <> 'TRAINED' or human_trained(candidacy_people.candidacy_id, k.human_id)
    union
    select p.human_id, 'COUNSELLED' from candidacy c join person p on p.id = c.counsellor_id where c.id = candidacy_people.candidacy_id
    union
    select p.human_id, 'COUNSELLED' from evaluation e join person p on p.id = e.restituted_by where e.candidacy_id = candidacy_people.candidacy_id;
end
$$;
comment on function candidacy_people(uuid) is 'The humans who evaluated, trained or counselled the candidate of a candidacy, of whom no juror of its file may be (3.3)';
grant execute on function candidacy_people(uuid) to clea_app, clea_read;

create function human_is_linked(human uuid, candidacy_id uuid, on_date date) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (
        select from candidacy_organisms(human_is_linked.candidacy_id) as organism(id)
        join affiliation f on f.organism_id = organism.id and f.valid_from <= on_date and (f.valid_to is null or f.valid_to >= on_date)
        join person linked on linked.id = f.person_id and linked.human_id = human)
    or exists (
        select from candidacy_people(human_is_linked.candidacy_id) as acted where acted.human_id = human);
end
$$;
comment on function human_is_linked(uuid, uuid, date) is 'Whether a human acted for the candidate of a candidacy, or belongs to an organism of it on a day, under any of his accounts (A19)';

-- What a merge of two humans would break, as the refusal tells it; null when nothing stands against it.
create function person_merge_conflicts(survivor uuid, duplicate uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (with account as (
        select p.id, p.human_id from person p where p.human_id in (survivor, duplicate)
    ), act as (
        select s.candidacy_id, s.evaluator_human_id as human_id, 'SITTING' as kind, s.id, s.evaluator_id as person_id
        from sitting s where s.evaluator_human_id in (survivor, duplicate)
        union all
        select m.candidacy_id, m.trainer_human_id, 'PATH_MODULE', m.id, m.trainer_id
        from path_module m where m.trainer_human_id in (survivor, duplicate)
    ), conflict as (
        -- S6: evaluator and trainer in one cycle
        select 'EVALUATOR_AND_TRAINER' as kind, a.candidacy_id, null::uuid as commission_id,
               (select jsonb_agg(jsonb_build_object('kind', t.kind, 'id', t.id, 'person_id', t.person_id) order by t.kind, t.id)
                from act t where t.candidacy_id = a.candidacy_id) as acts
        from cycle_person a
        join cycle_person b on b.candidacy_id = a.candidacy_id and b.human_id = duplicate and b.role <> a.role
        where a.human_id = survivor
        union all
        -- S12, A19: he voted on a file of an organism that he is linked to
        select 'VOTED_ON_OWN_ORGANISM', i.candidacy_id, v.commission_id,
               jsonb_agg(distinct jsonb_build_object('kind', 'VOTE', 'id', i.id, 'person_id', juror.id))
        from account juror
        join commission_member m on m.person_id = juror.id
        join vote v on v.member_id = m.id
        join agenda_item i on i.id = v.agenda_item_id
        join session s on s.id = i.session_id
        where human_is_linked(case juror.human_id when survivor then duplicate else survivor end, i.candidacy_id, s.held_on)
        group by i.candidacy_id, v.commission_id
        union all
        -- 3.4: one human, one mandate of a commission at a time
        select 'TWO_MANDATES', null, a.commission_id,
               jsonb_build_array(jsonb_build_object('kind', 'COMMISSION_MEMBER', 'id', a.id, 'person_id', a.person_id),
                                 jsonb_build_object('kind', 'COMMISSION_MEMBER', 'id', b.id, 'person_id', b.person_id))
        from commission_member a
        join account of_a on of_a.id = a.person_id and of_a.human_id = survivor
        join commission_member b on b.commission_id = a.commission_id
             and daterange(a.mandate_from, a.mandate_to + 1) && daterange(b.mandate_from, b.mandate_to + 1)
        join account of_b on of_b.id = b.person_id and of_b.human_id = duplicate
        union all
        -- 3.2: a secretary of a commission is none of its jurors
        select 'SECRETARY_AND_JUROR', null, m.commission_id,
               jsonb_build_array(jsonb_build_object('kind', 'COMMISSION_MEMBER', 'id', m.id, 'person_id', m.person_id),
                                 jsonb_build_object('kind', 'STAFF_FUNCTION', 'id', f.id, 'person_id', f.person_id))
        from commission_member m
        join account of_m on of_m.id = m.person_id
        join staff_function f on f.role = 'SECRETARY' and f.scope_id = m.commission_id
             and daterange(m.mandate_from, m.mandate_to + 1) && daterange(f.valid_from, f.valid_to + 1)
        join account of_f on of_f.id = f.person_id and of_f.human_id <> of_m.human_id
        union all
        -- 9.3: who asked for an annulment is not who confirmed it, nor handed out what the one or the other came with
        select 'ASKER_AND_CONFIRMER', c.candidacy_id, null,
               jsonb_build_array(jsonb_build_object('kind', 'ANNULMENT_REQUEST', 'id', r.id, 'person_id', r.requested_by),
                                 jsonb_build_object('kind', 'ANNULMENT_CONFIRMATION', 'id', r.id, 'person_id', r.settled_by))
        from annulment_request r
        join certificate c on c.id = r.certificate_id
        where r.state = 'CONFIRMED' and (person_acts_in(survivor, 'CERTIFIER', null) or person_acts_in(duplicate, 'CERTIFIER', null))
          and exists (
              select from (select human_of(r.requested_by) as human_id union select g.human_id from credential_givers(r.requested_with, r.requested_by) g) asker
              cross join (select human_of(r.settled_by) as human_id union select g.human_id from credential_givers(r.settled_with, r.settled_by) g) confirmer
              where (asker.human_id, confirmer.human_id) in ((survivor, duplicate), (duplicate, survivor)))
        union all
        -- nor who stated an identity who issued the paper that bears it
        select 'ASKER_AND_CONFIRMER', c.candidacy_id, null,
               jsonb_build_array(jsonb_build_object('kind', 'IDENTITY_STATEMENT', 'id', s.id, 'person_id', s.stated_by),
                                 jsonb_build_object('kind', p.kind, 'id', p.id, 'person_id', p.issued_by))
        from (select t.id, t.id as certificate_id, t.statement_id, t.issued_by, 'CERTIFICATE' as kind from certificate t
              where t.statement_id is not null
              union all
              select d.id, d.certificate_id, d.statement_id, d.issued_by, 'DUPLICATE' from certificate_duplicate d
              where d.statement_id is not null) as p
        join certificate c on c.id = p.certificate_id
        join identity_statement s on s.id = p.statement_id
        where (human_of(s.stated_by), human_of(p.issued_by)) in ((survivor, duplicate), (duplicate, survivor))
    )
    select jsonb_agg(jsonb_build_object('kind', kind, 'candidacy_id', candidacy_id, 'commission_id', commission_id,
                                        'acts', coalesce(acts, '[]'::jsonb)))
    from conflict);
end
$$;
comment on function person_merge_conflicts(uuid, uuid) is
    'The cycles, votes and mandates that forbid two humans to be one (S6, S12, A19); null = none';
grant execute on function person_merge_conflicts(uuid, uuid) to clea_app, clea_read;

-- The same, where two accounts become one: both humans are held, so that an act of either waits or is seen.
create function person_human_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if old.human_id <> old.id and new.human_id = new.id and not nation_writes() then
        perform refuse('person_split_by_certifier', 'person', 'only the certifier takes a merge back');
    end if;
    if new.human_id <> new.id then
        select p.human_id into new.human_id from person p where p.id = new.human_id for no key update;
        if current_scope() is not null and (person_is_operators(new.human_id) or person_is_operators(old.human_id)) then
            perform refuse('person_by_operator', 'person', 'whoever is an auditor or an administrator stays a human apart');
        elsif person_merge_conflicts(new.human_id, old.human_id) is not null then
            perform refuse('person_merge_keeps_separation', 'person', 'the merge would make one human what nobody may be');
        end if;
    end if;
    insert into cycle_person (candidacy_id, human_id, role)
    select s.candidacy_id, new.human_id, 'EVALUATOR' from sitting s where s.evaluator_id = new.id
    union
    select m.candidacy_id, new.human_id, 'TRAINER' from path_module m where m.trainer_id = new.id
    union
    select e.candidacy_id, new.human_id, 'EVALUATOR' from candidacy_event e where e.evaluated_by = new.id
    union
    select e.candidacy_id, new.human_id, 'EVALUATOR' from evaluation e where e.completed_by = new.id
    union
    -- Whatever binds the human, though no module names him any more: hours that he gave before another took over.
    select k.candidacy_id, new.human_id, k.role from cycle_person k where k.human_id = old.human_id and new.human_id <> new.id
    union
    select k.candidacy_id, new.human_id, k.role from cycle_person k
    where k.human_id = old.human_id and k.role = 'TRAINER' and new.human_id = new.id and exists (
        select from candidacy_event v
        where v.candidacy_id = k.candidacy_id and v.event = 'RECORD_ATTENDANCE'
          and module_was_taught_by((v.data ->> 'module_id')::uuid, v.candidacy_id, v.sequence, new.id))
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
create function person_human_follow() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update person set human_id = new.human_id where human_id = new.id and id <> new.id and new.human_id <> new.id;
    return null;
end
$$;
comment on function person_human_follow() is 'Merges of merges end at one record';
create trigger person_human_followed after update of human_id on person for each row
    when (old.human_id is distinct from new.human_id) execute function person_human_follow();

create function affiliation_human() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform person_human_held(new.person_id);
    return new;
end
$$;
comment on function affiliation_human() is 'A merge that races with an affiliation sees it';
create trigger affiliation_human before insert or update of person_id, valid_from, valid_to on affiliation
    for each row execute function affiliation_human();

-- As it is shown beside the id of who receives, evaluates or trains somebody.
create function person_named(person_id uuid) returns text language sql stable
return (select p.first_name || ' ' || p.last_name from person p where p.id = person_id);
comment on function person_named(uuid) is 'First name and name of a person';
grant execute on function person_named(uuid) to clea_app, clea_read;

-- Who judges a file, pays for it or counts it needs none (6.4): ROLES_WITHOUT_NAMES of the server, for what it shows in an object of another.
create function scope_has_names(scope text) returns boolean language sql immutable parallel safe
return scope not in ('COMMISSION', 'NETWORK', 'FUNDER');
comment on function scope_has_names(text) is 'Whether a scope is shown by name who receives, evaluates and trains a candidate';
grant execute on function scope_has_names(text) to clea_app, clea_read;

-- For who may be the same person, nothing that is decided: the rule of a civil identity is lib/identity.h.
create function name_compared(name text) returns text language sql immutable parallel safe
return regexp_replace(normalize(lower(name), NFD), '[\u0300-\u036f[:space:][:punct:]’]', '', 'g');
comment on function name_compared(text) is 'A name in small letters, without accents, hyphens, apostrophes and blanks';
grant execute on function name_compared(text) to clea_app, clea_read;
