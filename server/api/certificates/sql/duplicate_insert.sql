-- A duplicate: the next of its certificate. Two at once: the second touches nothing and is numbered anew.
insert into certificate_duplicate (id, certificate_id, ordinal, issued_on, issued_by)
select x.id, x.certificate_id,
       (select coalesce(max(d.ordinal), 0) + 1 from certificate_duplicate d where d.certificate_id = x.certificate_id),
       x.issued_on, x.person_id
from unnest($3::uuid[], $4::uuid[], $5::date[], $6::uuid[]) as x(id, certificate_id, issued_on, person_id)
where scope_writes_all($1::text)
on conflict do nothing
