-- SPDX-License-Identifier: EUPL-1.2
-- Evidence beside a candidacy, oldest first (evidence_by_candidacy).
select x.item, {{evidence}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join evidence_seen e on e.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, e.candidacy_id)
order by x.item, e.id
