-- SPDX-License-Identifier: EUPL-1.2
-- Versions of a certification that were or are active: which one a prior evaluation is pinned to depends on its day.
select x.item, v.id, v.shape, v.valid_from, v.valid_to, v.row_version, named.id as candidacy_id
from unnest($3::uuid[], $4::text[], $5::text[]) with ordinality as x(candidacy_id, candidacy_reference, referential_code, item)
cross join lateral (select candidacy_named(x.candidacy_id, x.candidacy_reference) as id offset 0) as named
left join candidacy c on c.id = named.id
join referential_version v on v.code = coalesce(x.referential_code, c.referential_code) and v.status = 'ACTIVE'
where $1::text is not null
order by x.item, v.valid_from
