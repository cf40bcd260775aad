-- SPDX-License-Identifier: EUPL-1.2
-- Behind scope_set, of a function that does not reach all of its scope: who trains, who sits in sessions (scope_narrow).
-- growth: all, the sessions of a commission that a juror sits in
select x.item, scope_narrow(x.person_id)
from unnest($3::uuid[]) with ordinality as x(person_id, item)
where $1::text is not null and $2::uuid is not null
