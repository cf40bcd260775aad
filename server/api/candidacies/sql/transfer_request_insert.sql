-- SPDX-License-Identifier: EUPL-1.2
-- A transfer is asked for, and a trigger finds out from whom; or offered.
insert into transfer_request (id, kind, contact_candidacy_id, requesting_org_id, offering_org_id, offered_candidacy_id, requested_by, requested_with, requested_on, consent_on, message)
select x.id, x.kind, x.contact_candidacy_id, x.org_id, x.offering_org_id, x.offered_candidacy_id, x.person_id, x.credential_id, x.requested_on, x.consent_on, x.message
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[], $10::uuid[], $11::date[], $12::date[], $13::text[])
     as x(id, kind, contact_candidacy_id, org_id, offering_org_id, offered_candidacy_id, person_id, credential_id, requested_on, consent_on,
          message)
where $1::text = 'ORGANISM' and coalesce(x.offering_org_id, x.org_id) = $2::uuid
