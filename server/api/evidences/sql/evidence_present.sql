-- SPDX-License-Identifier: EUPL-1.2
-- How much evidence this side put beside a candidacy already, and how much room that takes; what is gone takes none (evidence_by_candidacy).
select x.item, count(e.id) as present_count,
       coalesce(sum(e.byte_count) filter (where e.state not in ('REFUSED', 'REMOVED')), 0) / 1048576 as megabytes
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
left join evidence e on e.candidacy_id = named.id and e.acting_scope = $1::text
     and e.acting_org_id is not distinct from case when $1::text = 'ORGANISM' then $2::uuid end
where scope_sees_candidacy($1::text, $2::uuid, named.id)
group by x.item
