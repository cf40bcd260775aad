-- The agenda of a session in its order, with what was taken off it where that is asked for (agenda_item_by_session).
select x.item, {{agenda_item}}
from unnest($3::uuid[], $4::text[], $5::bool[]) with ordinality as x(id, reference, with_removed, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
join agenda_item i on i.session_id = s.id and (i.removed_on is null or x.with_removed)
join candidacy c on c.id = i.candidacy_id
left join standing_decision d on d.agenda_item_id = i.id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
order by x.item, i.position, i.id
