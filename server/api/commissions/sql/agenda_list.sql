-- The agenda of a session in its order, with what was taken off it where that is asked for (agenda_item_by_session). Who is recused is
-- asked of all of it at once.
with asked as materialized (
    select x.item, x.with_removed, s.id, session_recusals(s.id, null, x.asker_id, x.may_know) as by_item
    from unnest($3::uuid[], $4::text[], $5::bool[], $6::uuid[], $7::bool[]) with ordinality
         as x(id, reference, with_removed, asker_id, may_know, item)
    cross join lateral (select t.id, t.commission_id from session t where t.id = x.id or t.reference = x.reference offset 0) as s
    where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
)
select r.item, {{agenda_item}}
from asked r
join agenda_item i on i.session_id = r.id and (i.removed_on is null or r.with_removed)
join candidacy c on c.id = i.candidacy_id
left join standing_decision d on d.agenda_item_id = i.id
order by r.item, i.position, i.id
