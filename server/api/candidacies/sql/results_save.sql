-- T4, T14: the whole grid after a save; the root's version was claimed before.
-- growth: 3, its triggers look at the grid, the agendas and the accesses of the file
update evaluation e
set results = x.results, version = e.version + 1
from unnest($3::uuid[], $4::text[])
     as x(id, results)
where e.id = x.id and scope_writes_candidacy($1::text, $2::uuid, e.candidacy_id)
