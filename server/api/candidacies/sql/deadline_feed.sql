-- The same for a calendar, 2000 at most (candidacy_by_owner_expiry).
select x.item, r.id, r.reference, r.next_event, r.version, to_char(r.deadline_date, 'YYYYMMDD') as starts,
       to_char(r.deadline_date + 1, 'YYYYMMDD') as ends, to_char(r.entered_on, 'YYYYMMDD"T000000Z"') as changed
from unnest($3::date[], $4::date[], $5::text[], $6::uuid[], $7::uuid[], $8::int[]) with ordinality
     as x(from_date, to_date, states, organism_id, network_id, within_months, item)
cross join lateral (
    select e.*
    {{deadlines_asked}}
    order by e.deadline_date, e.id
    limit 2000
) r
order by x.item, r.deadline_date, r.id
