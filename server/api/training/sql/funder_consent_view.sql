-- SPDX-License-Identifier: EUPL-1.2
-- A consent to a funder by id (funder_consent_pk).
select x.item, {{funder_consent}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join funder_consent s on s.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, s.candidacy_id)
