-- Whether a network exists; as it stands, for who corrects it (network_pk).
select x.item, n.id, n.version, to_jsonb(n) as record
from unnest($3::uuid[]) with ordinality as x(id, item)
join network n on n.id = x.id
where $1::text is not null
