-- SPDX-License-Identifier: EUPL-1.2
-- Whether a person exists.
select x.item, p.id
from unnest($3::uuid[]) with ordinality as x(id, item)
join person p on p.id = x.id
where $1::text is not null
