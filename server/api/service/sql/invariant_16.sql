-- Invariant 16: minutes exist from the closing on, decide every file, are signed by both colleges, and are what was signed.
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
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
