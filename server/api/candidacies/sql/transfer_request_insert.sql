-- A transfer is asked for; a trigger finds out from whom.
insert into transfer_request (id, contact_candidacy_id, requesting_org_id, requested_by, requested_on, consent_on, message)
select x.id, x.contact_candidacy_id, x.org_id, x.person_id, x.requested_on, x.consent_on, x.message
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::date[], $8::date[], $9::text[])
     as x(id, contact_candidacy_id, org_id, person_id, requested_on, consent_on, message)
where $1::text = 'ORGANISM' and x.org_id = $2::uuid
