-- SPDX-License-Identifier: EUPL-1.2
-- T23: a refusal voids all sub-domains of the domains it names (decision 12); they stay in the history.
insert into subdomain_voiding (id, candidacy_id, decision_id, domain_codes, subdomain_mask, voided_on, after_evaluation_ordinal)
select x.id, x.candidacy_id, x.decision_id, string_to_array(x.domain_codes, ','), x.mask, x.voided_on, x.after_ordinal
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::bigint[], $8::date[], $9::int[])
     as x(id, candidacy_id, decision_id, domain_codes, mask, voided_on, after_ordinal)
where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
