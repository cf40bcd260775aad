-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 16: minutes exist from the closing on, decide every file, are signed by both colleges, and are what was signed; so are
-- those that rectify them, which name what they build on.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select s.id, 'session ' || s.reference from session s
    left join standing_minutes m on m.session_id = s.id
    where s.id > x.after and s.id <= x.through and (
       (s.state in ('CLOSED', 'SIGNED')) <> (m.id is not null)
       or (s.state = 'SIGNED' and (select count(distinct g.college) from minutes_signature g where g.minutes_id = m.id) <> 2)
       or exists (select from minutes_signature g where g.minutes_id = m.id and g.sha256 <> m.sha256)
       or (s.state in ('CLOSED', 'SIGNED') and exists (
            select from agenda_item a where a.session_id = s.id and a.removed_on is null
            and not exists (select from standing_decision d where d.agenda_item_id = a.id))))
    union all
    select r.id, 'rectifying minutes ' || coalesce(r.reference, r.ordinal::text)
    from rectification r
    join minutes m on m.id = r.minutes_id
    left join rectification b on b.id = r.rectifies_id
    where r.session_id > x.after and r.session_id <= x.through and (
       (r.state = 'SIGNED' and (select count(distinct g.college) from rectification_signature g where g.rectification_id = r.id) <> 2)
       or exists (select from rectification_signature g where g.rectification_id = r.id and g.sha256 <> r.sha256)
       or r.content #>> '{rectifies,sha256}' <> encode(coalesce(b.sha256, m.sha256), 'hex')
       or (b.id is not null and b.state <> 'SIGNED'))
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
