-- How many of them fall due in each month, soonest first (candidacy_by_owner_expiry).
select x.item, to_char(r.deadline_date, 'YYYY-MM') as month, count(*) as candidacy_count
from unnest($3::date[], $4::date[], $5::text[], $6::uuid[], $7::uuid[], $8::int[]) with ordinality
     as x(from_date, to_date, states, organism_id, network_id, within_months, item)
cross join lateral (
    select e.deadline_date
    {{deadlines_asked}}
) r
group by x.item, to_char(r.deadline_date, 'YYYY-MM')
order by x.item, to_char(r.deadline_date, 'YYYY-MM')
