-- SPDX-License-Identifier: EUPL-1.2
-- Who is recused from a file: by what links them to it, or by their own word (3.3, A19).

-- Definer: a juror reads the votes of his own sessions, and is judged by those of others too.
create function reexamined_voters(candidacy_id uuid) returns setof uuid
language plpgsql stable security definer rows 10 set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select voter.human_id
    from appeal r
    join decision d on d.id = r.decision_id
    join vote v on v.agenda_item_id = d.agenda_item_id and v.standing <> 'CONTESTED'
    join commission_member k on k.id = v.member_id
    join person voter on voter.id = k.person_id
    where r.candidacy_id = reexamined_voters.candidacy_id and r.state = 'REEXAMINE';
end
$$;
comment on function reexamined_voters(uuid) is 'The humans who voted on a refusal of a candidacy that is examined again (9.3); never how';
grant execute on function reexamined_voters(uuid) to clea_app, clea_read;

-- Every link of a juror with a file of a session, on its day: one row a link. Humans are compared, not records. From the jurors, of whom
-- hardly one has an organism, to the files: each vote asks this of a whole agenda. Definer: whose link it is stands in tables that a
-- juror does not read.
create function juror_links(session_id uuid, item_id uuid)
returns table (agenda_item_id uuid, member_id uuid, kind text, organism_id uuid, is_excluded boolean)
language plpgsql stable security definer rows 10 set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with seat as materialized (
        select m.id as member_id, p.human_id, s.held_on
        from session s join commission_member m on m.commission_id = s.commission_id join person p on p.id = m.person_id
        where s.id = juror_links.session_id
    ), belongs as materialized (
        select t.member_id, a.organism_id, bool_or(a.role in ('EVALUATOR', 'TRAINER')) as is_excluded
        from seat t
        join person account on account.human_id = t.human_id
        join affiliation a on a.person_id = account.id and a.valid_from <= t.held_on and (a.valid_to is null or a.valid_to >= t.held_on)
        group by t.member_id, a.organism_id
    ), listed as materialized (
        select i.id, i.candidacy_id from agenda_item i
        where i.session_id = juror_links.session_id and i.removed_on is null
          and (juror_links.item_id is null or i.id = juror_links.item_id)
    )
    select i.id, b.member_id, 'AFFILIATED', b.organism_id,
           b.is_excluded and b.organism_id in (select candidacy_providers(i.candidacy_id))
    from listed i
    cross join lateral (
        select b.member_id, b.organism_id, b.is_excluded from belongs b
        where b.organism_id in (select candidacy_organisms(i.candidacy_id))) as b
    union all
    select i.id, t.member_id, acted.kind, null, false
    from listed i cross join lateral candidacy_people(i.candidacy_id) as acted join seat t on t.human_id = acted.human_id
    union all
    select i.id, t.member_id, 'VOTED_BEFORE', null, false
    from listed i cross join lateral reexamined_voters(i.candidacy_id) as voter(human_id) join seat t on t.human_id = voter.human_id
    union all
    select distinct i.id, t.member_id, 'DECLARED_BEFORE', null::uuid, false
    from listed i
    join agenda_item earlier on earlier.candidacy_id = i.candidacy_id and earlier.id <> i.id
    join step_down d on d.agenda_item_id = earlier.id and d.is_recusal
    join commission_member k on k.id = d.member_id
    join person juror on juror.id = k.person_id
    join seat t on t.human_id = juror.human_id;
end
$$;
comment on function juror_links(uuid, uuid) is 'What links the jurors of a session to its files, or to one: they are recused from these (A19), and an evaluator or trainer of an organism that evaluated or trained there does not sit at all';
grant execute on function juror_links(uuid, uuid) to clea_app, clea_read;

-- Who is recused from the files of a session, or from one: {agenda item: [recusal]}, of jurors whose mandate covers its day or who
-- were recorded. Why is told to whoever may know it, and to the juror.
create function session_recusals(session_id uuid, agenda_item_id uuid, asker_id uuid, may_know boolean) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return (
        select jsonb_object_agg(r.item_id, r.recusals)
        from (
            select said.item_id, jsonb_agg(jsonb_build_object(
                       'member_id', said.member_id, 'is_declared', said.is_declared,
                       'links', case when told.is_told then said.links else '[]' end,
                       'reason', case when told.is_told then said.reason end) order by said.member_id) as recusals
            from (
                select k.item_id, k.member_id, bool_or(k.is_declared) as is_declared, min(k.reason) as reason,
                       coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'organism_id', k.organism_id) order by k.kind, k.organism_id)
                                filter (where k.kind is not null), '[]') as links
                from (
                    select l.agenda_item_id as item_id, l.member_id, false as is_declared, null::text as reason, l.kind, l.organism_id
                    from juror_links(session_recusals.session_id, session_recusals.agenda_item_id) as l
                    union all
                    select d.agenda_item_id, d.member_id, true, d.reason, null, null
                    from step_down d join agenda_item i on i.id = d.agenda_item_id
                    where d.session_id = session_recusals.session_id and d.is_recusal and i.removed_on is null
                      and (session_recusals.agenda_item_id is null or i.id = session_recusals.agenda_item_id)
                ) as k
                group by k.item_id, k.member_id
            ) as said
            join session s on s.id = session_recusals.session_id
            join commission_member m on m.id = said.member_id
            join person p on p.id = m.person_id
            cross join lateral (select may_know or p.human_id = human_of(asker_id) as is_told) as told
            where (m.mandate_from <= s.held_on and (m.mandate_to is null or m.mandate_to >= s.held_on))
               or exists (select from attendance a where a.session_id = s.id and a.member_id = m.id)
            group by said.item_id
        ) as r);
end
$$;
comment on function session_recusals(uuid, uuid, uuid, boolean) is 'Who does not vote on the files of a session, by links or by declaration, and to whoever may know it, why';
grant execute on function session_recusals(uuid, uuid, uuid, boolean) to clea_app, clea_read;
