-- A membership by id.
select x.item, m.id, m.network_id, json_build_object('id', o.id, 'reference', o.reference, 'name', o.name) as organism,
       m.valid_from, m.valid_to, m.version, wire_instant(m.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join network_membership m on m.id = x.id
join organism o on o.id = m.organism_id
where $1::text is not null
