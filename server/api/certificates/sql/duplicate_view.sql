-- SPDX-License-Identifier: EUPL-1.2
-- A duplicate beside what it repeats.
select x.item, d.id, d.certificate_id, c.candidate_id, c.number, 'DUPLICATA n° ' || d.ordinal as mark, d.ordinal, d.reason, d.note, c.decision_on,
       c.issued_on as certificate_issued_on, d.issued_on, coalesce(d.holder, c.holder) as holder,
       coalesce(d.verification_code, c.verification_code) as verification_code
from unnest($3::uuid[]) with ordinality as x(id, item)
join certificate_duplicate_seen d on d.id = x.id
join certificate_seen c on c.id = d.certificate_id
where scope_sees_candidacy($1::text, $2::uuid, c.candidacy_id)
