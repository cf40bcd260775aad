-- SPDX-License-Identifier: EUPL-1.2
-- Consents of a candidacy to its funders, oldest first (funder_consent_by_candidacy).
select x.item, {{funder_consent}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral candidacies_named('CANDIDACY', x.id, x.reference) as named(id)
join funder_consent s on s.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, s.candidacy_id)
order by x.item, s.id
