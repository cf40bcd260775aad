-- SPDX-License-Identifier: EUPL-1.2
-- T4, T14: the whole grid after a save; the root's version was claimed before.
-- growth: 3, its triggers look at the grid, the agendas and the accesses of the file
update evaluation e
set results = x.results, results_on = greatest(e.results_on, x.occurred_on), version = e.version + 1
from unnest($3::uuid[], $4::text[], $5::date[])
     as x(id, results, occurred_on)
where e.id = x.id and scope_writes_candidacy($1::text, $2::uuid, e.candidacy_id)
