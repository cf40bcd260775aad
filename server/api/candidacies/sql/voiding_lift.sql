-- SPDX-License-Identifier: EUPL-1.2
-- 9.3: the refusal is examined again, what it voided counts again; both stay in the history.
insert into subdomain_voiding_lift (voiding_id, candidacy_id, appeal_id, lifted_on)
select v.id, v.candidacy_id, x.appeal_id, x.lifted_on
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::date[])
     as x(candidacy_id, decision_id, appeal_id, lifted_on)
join subdomain_voiding v on v.candidacy_id = x.candidacy_id and v.decision_id = x.decision_id
where not exists (select from subdomain_voiding_lift l where l.voiding_id = v.id) -- mistyped, and rectified since
  and scope_writes_candidacy($1::text, $2::uuid, v.candidacy_id)
