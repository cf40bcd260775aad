-- 0013 merges of persons: what one human may not be, wherever his accounts are (S6, S12, A16, A19).

set local role clea_owner;

-- What a merge of two humans would break, as the refusal tells it; null when nothing stands against it.
create function person_merge_conflicts(survivor uuid, duplicate uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
    with account as (
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
        cross join lateral (
            select c.owner_org_id as id from candidacy c where c.id = i.candidacy_id
            union select e.org_id from evaluation e where e.candidacy_id = i.candidacy_id
            union select t.acting_org_id from sitting t where t.candidacy_id = i.candidacy_id
            union select p.training_org_id from path p where p.candidacy_id = i.candidacy_id
            union select o.training_org_id from path_module o where o.candidacy_id = i.candidacy_id
        ) as organism
        join affiliation f on f.organism_id = organism.id and f.valid_from <= s.held_on
             and (f.valid_to is null or f.valid_to >= s.held_on)
        join account linked on linked.id = f.person_id and linked.human_id <> juror.human_id
        group by i.candidacy_id, v.commission_id
        union all
        -- 3.4: one human, one mandate of a commission at a time
        select 'TWO_MANDATES', null, a.commission_id,
               jsonb_build_array(jsonb_build_object('kind', 'COMMISSION_MEMBER', 'id', a.id, 'person_id', a.person_id),
                                 jsonb_build_object('kind', 'COMMISSION_MEMBER', 'id', b.id, 'person_id', b.person_id))
        from commission_member a
        join account of_a on of_a.id = a.person_id and of_a.human_id = survivor
        join commission_member b on b.commission_id = a.commission_id
             and daterange(a.mandate_from, a.mandate_to, '[]') && daterange(b.mandate_from, b.mandate_to, '[]')
        join account of_b on of_b.id = b.person_id and of_b.human_id = duplicate
    )
    select jsonb_agg(jsonb_build_object('kind', kind, 'candidacy_id', candidacy_id, 'commission_id', commission_id,
                                        'acts', coalesce(acts, '[]'::jsonb)))
    from conflict
$$;
comment on function person_merge_conflicts(uuid, uuid) is
    'The cycles, votes and mandates that forbid two humans to be one (S6, S12, A19); null = none';
grant execute on function person_merge_conflicts(uuid, uuid) to clea_app, clea_read;

-- The same, where two accounts become one: both humans are held, so that an act of either waits or is seen.
create or replace function person_human_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if old.human_id <> old.id and new.human_id = new.id and not scope_writes_all(current_scope()) then
        perform refuse('person_split_by_certifier', 'person', 'only the certifier takes a merge back');
    end if;
    if new.human_id <> new.id then
        select p.human_id into new.human_id from person p where p.id = new.human_id for no key update;
        if person_merge_conflicts(new.human_id, old.human_id) is not null then
            perform refuse('person_merge_keeps_separation', 'person', 'the merge would make one human what nobody may be');
        end if;
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

-- The account is held while it acts: a merge that races with the act waits for it, or the act sees the human it has become.
create or replace function sitting_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
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
    select p.human_id into new.evaluator_human_id from person p where p.id = new.evaluator_id for share;
    if new.evaluator_human_id is not null then
        insert into cycle_person (candidacy_id, human_id, role) values (new.candidacy_id, new.evaluator_human_id, 'EVALUATOR')
        on conflict do nothing;
    end if;
    return new;
end
$$;

create or replace function path_module_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'UPDATE' and old.trainer_id = new.trainer_id then
        return new;
    end if;
    select p.human_id into new.trainer_human_id from person p where p.id = new.trainer_id for share;
    if new.trainer_human_id is not null then
        insert into cycle_person (candidacy_id, human_id, role) values (new.candidacy_id, new.trainer_human_id, 'TRAINER')
        on conflict do nothing;
    end if;
    return new;
end
$$;
