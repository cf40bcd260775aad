-- How many of them fall due in each month, soonest first (candidacy_by_owner, candidacy_by_owner_deadline).
select x.item, to_char(r.deadline_date, 'YYYY-MM') as month, count(*) as candidacy_count
from unnest($3::date[], $4::date[], $5::text[], $6::uuid[], $7::uuid[], $8::int[]) with ordinality
     as x(from_date, to_date, states, organism_id, network_id, within_months, item)
cross join lateral (
    select e.deadline_date
    from deadline_owners($1::text, $2::uuid) as o(id)
    join expiring_candidacy e on e.owner_org_id = o.id
    where (x.from_date is null or e.deadline_date >= x.from_date)
      and (x.to_date is null or e.deadline_date <= x.to_date)
      and (x.within_months is null or e.deadline_date <= (current_day() + make_interval(months => x.within_months))::date)
      and (x.states is null or e.state = any (string_to_array(x.states, ',')))
      and (x.organism_id is null or o.id = x.organism_id)
      and (x.network_id is null or exists (
           select from network_membership m
           where m.network_id = x.network_id and m.organism_id = e.owner_org_id
             and m.valid_from <= current_day() and (m.valid_to is null or m.valid_to >= current_day())))
) r
group by x.item, to_char(r.deadline_date, 'YYYY-MM')
order by x.item, to_char(r.deadline_date, 'YYYY-MM')
