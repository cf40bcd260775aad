-- SPDX-License-Identifier: EUPL-1.2
-- One piece of what is to be scanned (evidence_part_pk).
select encode(p.content, 'hex') as content
from unnest($1::uuid[], $2::int[]) as x(id, number)
join evidence_part p on p.evidence_id = x.id and p.number = x.number
