-- SPDX-License-Identifier: EUPL-1.2
-- The evaluator of a sitting, with the functions held in the organism that it was held for (sitting_pk, affiliation_by_person): on the day
-- that it really was, too.
select x.item, p.id, p.human_id, false as is_own, f.organism_id, f.role, f.valid_from, f.valid_to, f.id as affiliation_id, f.version
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, sitting_id, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
cross join lateral (select s.evaluator_id, s.acting_org_id from sitting s where s.id = x.sitting_id and s.candidacy_id = named.id offset 0) as s
join person p on p.id = s.evaluator_id
left join lateral (
    select a.id, a.organism_id, a.role, a.valid_from, a.valid_to, a.version
    from person q
    join affiliation a on a.person_id = q.id
    where q.human_id = p.human_id and a.organism_id = s.acting_org_id
    offset 0) f on true
where scope_writes_candidacy($1::text, $2::uuid, named.id)
order by x.item, f.role, f.valid_from
