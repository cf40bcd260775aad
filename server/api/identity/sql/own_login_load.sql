-- SPDX-License-Identifier: EUPL-1.2
-- The login by which the caller comes (login_pk).
select x.item, l.id, l.version
from unnest($3::uuid[]) with ordinality as x(credential_id, item)
cross join lateral login_of_caller(x.credential_id) l
where $1::text is not null
