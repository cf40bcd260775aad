-- One item of an agenda.
select x.item, {{agenda_item}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join agenda_item i on i.id = x.id
join candidacy c on c.id = i.candidacy_id
left join standing_decision d on d.agenda_item_id = i.id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and i.commission_id = $2::uuid)
