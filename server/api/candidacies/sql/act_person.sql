-- SPDX-License-Identifier: EUPL-1.2
-- Who acted, with the functions held in the organism that the act was done for (candidacy_event_pk, affiliation_by_person): on the day that
-- it really was, too.
select x.item, p.id, p.human_id, false as is_own, f.organism_id, f.role, f.valid_from, f.valid_to, f.id as affiliation_id, f.version
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, act_id, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
cross join lateral (select e.person_id, e.acting_org_id from candidacy_event e where e.id = x.act_id and e.candidacy_id = named.id offset 0) as act
{{actor_functions}}
