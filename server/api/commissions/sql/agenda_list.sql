-- SPDX-License-Identifier: EUPL-1.2
-- The agenda of a session in its order, with what was taken off it where that is asked for (agenda_item_by_session). Who is recused is
-- asked of all of it at once.
with asked as materialized (
    select x.item, x.with_removed, s.id, s.starts_at, s.time_zone, s.file_minutes, s.break_every_count, s.break_minutes,
           session_recusals(s.id, null, x.asker_id, x.may_know) as by_item
    from unnest($3::uuid[], $4::text[], $5::bool[], $6::uuid[], $7::bool[]) with ordinality
         as x(id, reference, with_removed, asker_id, may_know, item)
    cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
    where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
)
select r.item, {{agenda_item}}
from asked r
cross join lateral (
    select t.*, case when t.removed_on is null then row_number() over (partition by t.removed_on is null order by t.position, t.id) - 1 end as place
    from agenda_item t where t.session_id = r.id and (t.removed_on is null or r.with_removed) offset 0) as i
cross join lateral (select agenda_starts_at(r.starts_at, r.file_minutes, r.break_every_count, r.break_minutes, i.place) as starts_at) as timed
join candidacy c on c.id = i.candidacy_id
left join standing_decision d on d.agenda_item_id = i.id
order by r.item, i.position, i.id
