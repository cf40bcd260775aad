-- SPDX-License-Identifier: EUPL-1.2
-- Appeals of a candidacy, oldest first (appeal_by_candidacy).
select x.item, {{appeal}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join appeal_seen r on r.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, r.candidacy_id)
order by x.item, r.id
