-- SPDX-License-Identifier: EUPL-1.2
-- The same, of a former owner too.
select x.item, n.item_code, n.note
from unnest($3::uuid[]) with ordinality as x(id, item)
join evidence_note_seen n on n.evaluation_id = x.id
where scope_sees_candidacy($1::text, $2::uuid, n.candidacy_id)
order by x.item, n.item_code
