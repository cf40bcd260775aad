-- A duplicate: a trigger counts it, one after the other, and moves the certificate.
insert into certificate_duplicate (id, certificate_id, issued_on, issued_by, reason, note)
select x.id, x.certificate_id, x.issued_on, x.person_id, x.reason, x.note
from unnest($3::uuid[], $4::uuid[], $5::date[], $6::uuid[], $7::text[], $8::text[])
     as x(id, certificate_id, issued_on, person_id, reason, note)
where scope_writes_all($1::text)
