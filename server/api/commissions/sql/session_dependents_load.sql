-- A19, 9.3: jurors linked, on the day of the session, to an organism that owns, evaluated or trained the candidacy of a file,
-- and those who voted on a refusal of it that is examined again. Humans are compared, not records; an evaluator or trainer
-- there may not sit at all.
select x.item, i.id, m.id as member_id, bool_or(link.is_excluded) as is_excluded
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[]) with ordinality
     as x(id, reference, agenda_item_id, caller_id, item)
cross join lateral sessions_named(x.id, x.reference, x.agenda_item_id) as named(id)
-- From the session to its files, and not from all that the commission ever had.
cross join lateral (select t.id, t.commission_id, t.held_on from session t where t.id = named.id offset 0) as s
cross join lateral (select a.id, a.candidacy_id from agenda_item a where a.session_id = s.id and a.removed_on is null offset 0) as i
cross join lateral (
    select linked.human_id, a.role in ('EVALUATOR', 'TRAINER') as is_excluded
    from candidacy_organisms(i.candidacy_id) as organism(id)
    join affiliation a on a.organism_id = organism.id and a.valid_from <= s.held_on
         and (a.valid_to is null or a.valid_to >= s.held_on)
    join person linked on linked.id = a.person_id
    union all
    select voter.human_id, false from reexamined_voters(i.candidacy_id) as voter(human_id)
) link
join person juror on juror.human_id = link.human_id
join commission_member m on m.commission_id = s.commission_id and m.person_id = juror.id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
group by x.item, i.id, m.id
