-- SPDX-License-Identifier: EUPL-1.2
-- What a candidate was told of, oldest first (decision_notification_by_candidacy).
select x.item, {{notification}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join decision_notification_seen r on r.candidacy_id = named.id
join decision_seen d on d.id = r.decision_id
where scope_sees_candidacy($1::text, $2::uuid, r.candidacy_id)
order by x.item, r.id
