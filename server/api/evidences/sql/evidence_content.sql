-- SPDX-License-Identifier: EUPL-1.2
-- What is said of a file before its bytes are sent (evidence_pk).
select x.item, e.candidacy_id, c.candidate_id, e.state, e.title, e.media_type, e.byte_count, encode(e.sha256, 'base64') as digest
from unnest($3::uuid[]) with ordinality as x(id, item)
join evidence_seen e on e.id = x.id
join candidacy_seen c on c.id = e.candidacy_id
where scope_sees_candidacy($1::text, $2::uuid, e.candidacy_id)
