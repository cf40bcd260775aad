-- SPDX-License-Identifier: EUPL-1.2
-- A request that is to be answered, its certificate, and whether who comes now and who asked are one pair of eyes: the same person, or two
-- who hold their logins and keys of somebody in common (annulment_request_pk).
select x.item, r.id, r.state, r.reason, r.requested_on, r.confirm_until, r.version, c.id as certificate_id, c.version as certificate_version,
       c.issued_on, not credentials_are_apart(r.requested_with, r.requested_by, x.credential_id, x.person_id, false) as is_asker
from unnest($3::uuid[], $4::uuid[], $5::uuid[]) with ordinality as x(id, person_id, credential_id, item)
join annulment_request r on r.id = x.id
join certificate c on c.id = r.certificate_id
where scope_sees_all($1::text)
