-- SPDX-License-Identifier: EUPL-1.2
-- A piece of a file that is on its way: it belongs to nothing yet, and is swept when nothing comes of it. Nothing waits for the disk: the
-- commit of what it belongs to, if there is one, comes behind it.
with lightly as materialized (select set_config('synchronous_commit', 'off', true) as is_set)
insert into evidence_part (evidence_id, number, candidacy_id, content, loose_since)
select x.evidence_id, x.number, x.candidacy_id, x.content, case when x.number = 0 then clock_timestamp() end
from unnest($3::uuid[], $4::int[], $5::uuid[], $6::bytea[]) as x(evidence_id, number, candidacy_id, content)
cross join lightly
where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
