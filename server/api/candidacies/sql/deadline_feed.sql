-- The same for a calendar, 2000 at most (candidacy_by_owner, candidacy_by_owner_deadline).
select x.item, r.id, r.reference, r.next_event, r.version, to_char(r.deadline_date, 'YYYYMMDD') as starts,
       to_char(r.deadline_date + 1, 'YYYYMMDD') as ends, to_char(r.entered_on, 'YYYYMMDD"T000000Z"') as changed
from unnest($3::date[], $4::date[], $5::text[], $6::uuid[], $7::uuid[], $8::int[]) with ordinality
     as x(from_date, to_date, states, organism_id, network_id, within_months, item)
cross join lateral (
    select e.*
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
    order by e.deadline_date, e.id
    limit 2000
) r
order by x.item, r.deadline_date, r.id
