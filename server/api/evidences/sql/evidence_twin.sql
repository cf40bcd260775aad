-- SPDX-License-Identifier: EUPL-1.2
-- The same file that this side put beside a candidacy already, and whether it has the same name; what was refused or removed is not there
-- (evidence_by_candidacy).
select x.item, t.id as twin_id, t.title is not distinct from x.title as is_same, t.id as recorded_id
from unnest($3::uuid[], $4::text[], $5::bytea[], $6::text[]) with ordinality as x(id, reference, sha256, title, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
cross join lateral (
    select e.id, e.title from evidence e
    where e.candidacy_id = named.id and e.sha256 = x.sha256 and e.state not in ('REFUSED', 'REMOVED') and e.acting_scope = $1::text
      and e.acting_org_id is not distinct from case when $1::text = 'ORGANISM' then $2::uuid end
    order by e.title is not distinct from x.title desc, e.id limit 1) as t
where scope_sees_candidacy($1::text, $2::uuid, named.id)
