-- SPDX-License-Identifier: EUPL-1.2
-- A duplicate: a trigger counts it, one after the other, and moves the certificate. Where the identity was corrected it bears that of
-- today, with a code of its own; otherwise that of the paper before it, which the trigger knows.
insert into certificate_duplicate (id, certificate_id, issued_on, issued_by, reason, note, holder, verification_code, statement_id)
select x.id, x.certificate_id, x.issued_on, x.person_id, x.reason, x.note,
       case when x.verification_code is not null then {{holder_printed}} end, x.verification_code, x.statement_id
from unnest($3::uuid[], $4::uuid[], $5::date[], $6::uuid[], $7::text[], $8::text[], $9::uuid[], $10::text[])
     as x(id, certificate_id, issued_on, person_id, reason, note, statement_id, verification_code)
cross join lateral (select c.candidate_id from certificate c where c.id = x.certificate_id offset 0) as c
cross join lateral (select n.* from candidate n where n.id = c.candidate_id offset 0) as n
where scope_writes_all($1::text)
