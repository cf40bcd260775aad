-- A certificate of which a duplicate is asked.
select x.item, c.id, c.status, c.issued_on, (select count(*) from certificate_duplicate d where d.certificate_id = c.id) as present_count
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from certificate_seen t where t.id = x.id or t.number = x.reference offset 0) as c
where scope_sees_candidacy($1::text, $2::uuid, c.candidacy_id)
