-- SPDX-License-Identifier: EUPL-1.2
-- What was bound a moment ago (login_pk): who accepted is nobody until then.
select x.item, {{login}}
from unnest($3::uuid[]) with ordinality as x(id, item)
cross join lateral login_of(x.id) l
where $1::text is not null
