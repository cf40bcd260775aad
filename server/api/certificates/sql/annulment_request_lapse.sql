-- SPDX-License-Identifier: EUPL-1.2
-- A request to annul a certificate lapses, from the version that was read: an answer that came first stands.
update annulment_request r
set state = 'LAPSED', settled_on = x.settled_on
from unnest($3::uuid[], $4::int[], $5::date[]) as x(id, version, settled_on)
where r.id = x.id and r.version = x.version and scope_writes_all($1::text)
