-- SPDX-License-Identifier: EUPL-1.2
-- 3.4: a refusal names other domains than it was written to: what it voided is lifted, what it names is voided; all stay in the history.
with asked as (
    select x.* from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::bigint[], $8::date[], $9::int[], $10::uuid[])
        as x(id, candidacy_id, decision_id, domain_codes, mask, voided_on, after_ordinal, rectification_id)
    where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
), lifted as (
    insert into subdomain_voiding_lift (voiding_id, candidacy_id, rectification_id, lifted_on)
    select v.id, v.candidacy_id, x.rectification_id, x.voided_on
    from asked x
    join subdomain_voiding v on v.candidacy_id = x.candidacy_id and v.decision_id = x.decision_id
    where not exists (select from subdomain_voiding_lift l where l.voiding_id = v.id)
    returning candidacy_id
)
insert into subdomain_voiding (id, candidacy_id, decision_id, domain_codes, subdomain_mask, voided_on, after_evaluation_ordinal)
select x.id, x.candidacy_id, x.decision_id, string_to_array(x.domain_codes, ','), x.mask, x.voided_on, x.after_ordinal
from asked x
where exists (select from lifted l where l.candidacy_id = x.candidacy_id)
