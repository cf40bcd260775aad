-- How many files were put on the agenda of a session already, those that were taken off it too (agenda_item_by_session).
select x.item, (select count(*) from agenda_item i where i.session_id = s.id) as present_count
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
join session s on s.id = x.id or s.reference = x.reference
where $1::text is not null
