-- SPDX-License-Identifier: EUPL-1.2
-- The answer by a code, from the version that was read; a trigger makes the link of what is accepted.
select a.id
from unnest($3::bytea[], $4::int[], $5::text[], $6::date[], $7::text[], $8::uuid[]) as x(hash, version, state, settled_on, reason, link_id)
cross join lateral link_request_answer(x.hash, x.version, x.state, x.settled_on, x.reason, x.link_id) as a(id)
where $1::text is not null
