-- SPDX-License-Identifier: EUPL-1.2
-- T31: the owner changes, behind the history of it: from here on the former owner reads and writes no more.
update candidacy c
set owner_org_id = x.owner_org_id
from unnest($3::uuid[], $4::int[], $5::uuid[]) as x(id, version, owner_org_id)
where c.id = x.id and c.version = x.version and scope_writes_owned($1::text, $2::uuid, c.id, c.owner_org_id)
