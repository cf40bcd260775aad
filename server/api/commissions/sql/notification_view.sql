-- SPDX-License-Identifier: EUPL-1.2
-- A notification (decision_notification_pk).
select x.item, {{notification}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join decision_notification_seen r on r.id = x.id
join decision_seen d on d.id = r.decision_id
where scope_sees_candidacy($1::text, $2::uuid, r.candidacy_id)
