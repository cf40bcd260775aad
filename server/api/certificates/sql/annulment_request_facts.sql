-- SPDX-License-Identifier: EUPL-1.2
-- What a request to annul a certificate rests on: the certificate by id or number, the request that waits, how many there were of this
-- person: nobody uses up those of others (certificate_pk, certificate_by_number, annulment_request_one_open, annulment_request_by_certificate).
select x.item, c.id, c.status, c.candidacy_id, c.issued_on,
       (select r.id from annulment_request r where r.certificate_id = c.id and r.state = 'REQUESTED') as open_id,
       (select count(*) from annulment_request r where r.certificate_id = c.id and human_of(r.requested_by) = human_of(x.person_id)) as present_count
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, person_id, item)
cross join lateral (select t.* from certificate t where t.id = x.id or t.number = x.reference offset 0) as c
where scope_sees_all($1::text)
