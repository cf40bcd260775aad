-- SPDX-License-Identifier: EUPL-1.2
-- An evaluation by id, with its sittings; its version is that of the candidacy.
select x.item, {{evaluation}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join evaluation_seen e on e.id = x.id
join candidacy_seen c on c.id = e.candidacy_id
where scope_sees_candidacy($1::text, $2::uuid, e.candidacy_id)
