-- SPDX-License-Identifier: EUPL-1.2
-- The end of a consent, from the version that was read.
update funder_consent s
set withdrawn_on = greatest(x.withdrawn_on, s.given_on)
from unnest($3::uuid[], $4::int[], $5::date[]) as x(id, version, withdrawn_on)
where s.id = x.id and s.version = x.version and s.withdrawn_on is null and scope_writes_candidacy($1::text, $2::uuid, s.candidacy_id)
