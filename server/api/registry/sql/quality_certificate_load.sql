-- SPDX-License-Identifier: EUPL-1.2
-- What a change of a quality certificate is decided on (quality_certificate_pk).
select x.item, q.id, to_jsonb(q) as record, q.version
from unnest($3::uuid[]) with ordinality as x(id, item)
join quality_certificate q on q.id = x.id
where $1::text is not null
