-- SPDX-License-Identifier: EUPL-1.2
-- The annulment of a certificate is asked for. Who comes second meets annulment_request_one_open.
insert into annulment_request (id, certificate_id, reason, grounds, requested_on, requested_by, requested_with, confirm_until)
select x.id, x.certificate_id, x.reason, x.grounds, x.requested_on, x.person_id, x.credential_id, x.confirm_until
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::date[], $8::uuid[], $9::uuid[], $10::date[])
     as x(id, certificate_id, reason, grounds, requested_on, person_id, credential_id, confirm_until)
where scope_writes_all($1::text)
