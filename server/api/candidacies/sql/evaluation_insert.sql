-- SPDX-License-Identifier: EUPL-1.2
-- T3, T13: an evaluation begins with an empty grid over its scope.
insert into evaluation (id, candidacy_id, kind, ordinal, org_id, method_id, path_id, scope_mask, results)
select x.id, x.candidacy_id, x.kind, x.ordinal, x.org_id, x.method_id, x.path_id, x.scope_mask, x.results
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::int[], $7::uuid[], $8::uuid[], $9::uuid[], $10::bigint[],
            $11::text[])
     as x(id, candidacy_id, kind, ordinal, org_id, method_id, path_id, scope_mask, results)
where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
