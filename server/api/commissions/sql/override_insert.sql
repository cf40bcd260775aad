-- SPDX-License-Identifier: EUPL-1.2
-- The certifier names the commission of a candidacy.
insert into commission_override (id, candidacy_id, commission_id, reason, named_by, named_on)
select x.id, x.candidacy_id, x.commission_id, x.reason, x.person_id, x.named_on
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::date[])
     as x(id, candidacy_id, commission_id, reason, person_id, named_on)
where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
