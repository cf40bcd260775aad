-- SPDX-License-Identifier: EUPL-1.2
-- One item of an agenda, and when it is taken (agenda_item_by_session).
select x.item, {{agenda_item}}
from unnest($3::uuid[], $4::uuid[], $5::boolean[]) with ordinality as x(id, asker_id, may_know, item)
join agenda_item i on i.id = x.id
join candidacy c on c.id = i.candidacy_id
left join standing_decision d on d.agenda_item_id = i.id
cross join lateral (
    select s.starts_at, s.time_zone, s.file_minutes, s.break_every_count, s.break_minutes,
           session_recusals(i.session_id, i.id, x.asker_id, x.may_know) as by_item
    from session s where s.id = i.session_id offset 0) as r
cross join lateral (
    select count(*) as place from agenda_item b
    where b.session_id = i.session_id and b.removed_on is null and (b.position, b.id) < (i.position, i.id)) as before
cross join lateral (
    select agenda_starts_at(r.starts_at, r.file_minutes, r.break_every_count, r.break_minutes,
                            case when i.removed_on is null then before.place end) as starts_at) as timed
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and i.commission_id = $2::uuid)
