-- A19, 9.3: jurors linked, on the day of the session, to an organism that owns, evaluated or trained the candidacy of a file,
-- and those who voted on a refusal of it that is examined again. Humans are compared, not records; an evaluator or trainer
-- there may not sit at all. From the jurors, of whom hardly one has an organism, to the files: each vote asks this of a whole agenda.
with asked as materialized (
    select x.item, s.id, s.commission_id, s.held_on
    from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[]) with ordinality
         as x(id, reference, agenda_item_id, caller_id, item)
    cross join lateral sessions_named(x.id, x.reference, x.agenda_item_id) as named(id)
    cross join lateral (select t.id, t.commission_id, t.held_on from session t where t.id = named.id offset 0) as s
    where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
), belongs as materialized (
    select s.item, m.id as member_id, a.organism_id, a.role in ('EVALUATOR', 'TRAINER') as is_excluded
    from asked s
    join commission_member m on m.commission_id = s.commission_id
    join person juror on juror.id = m.person_id
    join person account on account.human_id = juror.human_id
    join affiliation a on a.person_id = account.id and a.valid_from <= s.held_on and (a.valid_to is null or a.valid_to >= s.held_on)
)
select s.item, i.id, link.member_id, bool_or(link.is_excluded) as is_excluded
from asked s
-- From the session to its files, and not from all that the commission ever had.
cross join lateral (select a.id, a.candidacy_id from agenda_item a where a.session_id = s.id and a.removed_on is null offset 0) as i
cross join lateral (
    select b.member_id, b.is_excluded from belongs b
    where b.item = s.item and b.organism_id in (select candidacy_organisms(i.candidacy_id))
    union all
    select m.id, false
    from reexamined_voters(i.candidacy_id) as voter(human_id)
    join person juror on juror.human_id = voter.human_id
    join commission_member m on m.commission_id = s.commission_id and m.person_id = juror.id
) as link
group by s.item, i.id, link.member_id
