-- SPDX-License-Identifier: EUPL-1.2
-- T5, T15: results are frozen and sub-domains scored, by thresholds that are remembered.
-- growth: 3, its triggers look at the grid, the agendas and the accesses of the file
update evaluation e
set subdomain_statuses = x.statuses, completed_on = x.completed_on, completed_by = x.person_id,
    stricter_min_pct = x.stricter_min_pct, version = e.version + 1
from unnest($3::uuid[], $4::text[], $5::date[], $6::uuid[], $7::int[])
     as x(id, statuses, completed_on, person_id, stricter_min_pct)
where e.id = x.id and scope_writes_candidacy($1::text, $2::uuid, e.candidacy_id)
