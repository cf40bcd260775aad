-- SPDX-License-Identifier: EUPL-1.2
-- One piece of a file that may be read, still (evidence_part_pk).
select x.item, encode(p.content, 'hex') as content
from unnest($3::uuid[], $4::int[]) with ordinality as x(evidence_id, number, item)
join evidence_part p on p.evidence_id = x.evidence_id and p.number = x.number
where scope_sees_candidacy($1::text, $2::uuid, p.candidacy_id)
