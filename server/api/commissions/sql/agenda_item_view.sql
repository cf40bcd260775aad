-- One item of an agenda.
select x.item, {{agenda_item}}
from unnest($3::uuid[], $4::uuid[], $5::boolean[]) with ordinality as x(id, asker_id, may_know, item)
join agenda_item i on i.id = x.id
join candidacy c on c.id = i.candidacy_id
left join standing_decision d on d.agenda_item_id = i.id
cross join lateral (select session_recusals(i.session_id, i.id, x.asker_id, x.may_know) as by_item offset 0) as r
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and i.commission_id = $2::uuid)
