-- SPDX-License-Identifier: EUPL-1.2
-- A consent to a funder. The candidacy is not claimed: like money, it stands in the way of no act.
insert into funder_consent (id, candidacy_id, funder_id, given_on, proof, is_own, recorded_by)
select x.id, x.candidacy_id, x.funder_id, x.given_on, x.proof, x.is_own, x.recorded_by
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::text[], $8::boolean[], $9::uuid[], $10::int[])
     as x(id, candidacy_id, funder_id, given_on, proof, is_own, recorded_by, most)
cross join lateral (select x.candidacy_id as id) as c
where $1::text in ('ORGANISM', 'CANDIDATE') and scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
  -- Under a lock that is no row.
  and {{funder_consent_present}} < x.most
