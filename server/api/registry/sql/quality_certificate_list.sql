-- SPDX-License-Identifier: EUPL-1.2
-- Quality certificates of an organism, latest first (quality_certificate_no_overlap).
select x.item, {{quality_certificate}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from organism t where t.id = x.id or t.reference = x.reference offset 0) as o
join quality_certificate q on q.organism_id = o.id
where $1::text is not null
order by x.item, q.valid_from desc
