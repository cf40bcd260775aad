-- SPDX-License-Identifier: EUPL-1.2
-- The version of a certification that has this label already (referential_version_one_label).
select x.item, v.id as recorded_id
from unnest($3::text[], $4::text[]) with ordinality as x(code, version, item)
join referential_version v on v.code = x.code and v.version = x.version
where $1::text is not null
