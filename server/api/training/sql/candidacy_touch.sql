-- SPDX-License-Identifier: EUPL-1.2
-- A child that is no transition was added: the root's version moves, from the one that was read.
update candidacy c
set version = c.version + 1, last_activity_on = greatest(c.last_activity_on, x.occurred_on)
from unnest($3::uuid[], $4::int[], $5::date[]) as x(id, version, occurred_on)
where c.id = x.id and c.version = x.version and scope_writes_owned($1::text, $2::uuid, c.id, c.owner_org_id)
