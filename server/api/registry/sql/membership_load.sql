-- What a change of a membership is decided on.
select x.item, m.id, m.network_id, m.organism_id, m.valid_to, to_jsonb(m) as record, m.version
from unnest($3::uuid[]) with ordinality as x(id, item)
join network_membership m on m.id = x.id
where $1::text is not null
