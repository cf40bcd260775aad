-- A quality certificate by id (quality_certificate_pk).
select x.item, q.id, q.organism_id, q.number, q.valid_from, q.valid_to, q.version, wire_instant(q.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join quality_certificate q on q.id = x.id
where $1::text is not null
