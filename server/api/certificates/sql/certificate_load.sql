-- A certificate that is to be annulled (certificate_pk).
select x.item, c.id, c.status, c.issued_on, c.version
from unnest($3::uuid[]) with ordinality as x(id, item)
join certificate_seen c on c.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, c.candidacy_id)
