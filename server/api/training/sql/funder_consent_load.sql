-- SPDX-License-Identifier: EUPL-1.2
-- A consent that is to be withdrawn (funder_consent_pk).
select x.item, s.id, s.version, s.withdrawn_on is null as stands, scope_writes_candidacy($1::text, $2::uuid, s.candidacy_id) as may_write
from unnest($3::uuid[]) with ordinality as x(id, item)
join funder_consent s on s.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, s.candidacy_id)
