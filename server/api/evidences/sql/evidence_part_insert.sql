-- SPDX-License-Identifier: EUPL-1.2
-- The last piece of a file, in the commit of what it belongs to.
insert into evidence_part (evidence_id, number, candidacy_id, content)
select x.evidence_id, x.number, x.candidacy_id, x.content
from unnest($3::uuid[], $4::int[], $5::uuid[], $6::bytea[]) as x(evidence_id, number, candidacy_id, content)
where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
