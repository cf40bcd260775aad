-- SPDX-License-Identifier: EUPL-1.2
-- Other versions of the same certification that are or were in force on a day of this one (referential_version_no_overlap).
select x.item, o.version
from unnest($3::text[], $4::text[]) with ordinality as x(code, version, item)
join referential_version v on v.code = x.code and v.version = x.version
join referential_version o on o.code = v.code and o.id <> v.id and o.status in ('ACTIVE', 'RETIRED')
     and daterange(o.valid_from, o.valid_to, '[]') && daterange(v.valid_from, v.valid_to, '[]')
where $1::text is not null
order by x.item, o.valid_from
