-- SPDX-License-Identifier: EUPL-1.2
-- A quality certificate by id (quality_certificate_pk).
select x.item, {{quality_certificate}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join quality_certificate q on q.id = x.id
where $1::text is not null
