-- A person by id: the record is national, its identifier is not guessed.
select x.item, p.id, p.human_id, nullif(p.human_id, p.id) as merged_into_id, p.last_name, p.first_name, p.status, p.version, wire_instant(p.created_at) as
       created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join person p on p.id = x.id
where $1::text is not null
