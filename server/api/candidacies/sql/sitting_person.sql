-- SPDX-License-Identifier: EUPL-1.2
-- The evaluator of a sitting, with the functions held in the organism that it was held for (sitting_pk, affiliation_by_person): on the day
-- that it really was, too.
select x.item, p.id, p.human_id, false as is_own, f.organism_id, f.role, f.valid_from, f.valid_to, f.id as affiliation_id, f.version
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, sitting_id, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
cross join lateral (select s.evaluator_id as person_id, s.acting_org_id from sitting s where s.id = x.sitting_id and s.candidacy_id = named.id offset 0) as act
{{actor_functions}}
