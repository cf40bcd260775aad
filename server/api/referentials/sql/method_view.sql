-- An evaluation method by id.
select x.item, m.id, m.network_id, m.branch_idcc, m.name, m.referential_code, m.modality, m.sitting_count,
       array_to_json(m.instruments) as instruments, m.status, m.version, wire_instant(m.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join evaluation_method m on m.id = x.id
where $1::text is not null
