-- What is left of the five years, soonest first, by page (candidacy_by_owner, candidacy_by_owner_deadline). The cursor names a
-- candidacy; its deadline, which never moves, is the other half of the key.
select x.item, r.id, r.reference, r.candidate_id, r.owner_org_id, r.referential_code, r.state, r.deadline_date,
       r.deadline_date - current_day() as days_left, r.next_event,
       case when r.deadline_date < current_day() then 'PASSED'
            when r.deadline_date <= (current_day() + interval '1 month')::date then 'WITHIN_1_MONTH'
            when r.deadline_date <= (current_day() + interval '3 months')::date then 'WITHIN_3_MONTHS'
            when r.deadline_date <= (current_day() + interval '6 months')::date then 'WITHIN_6_MONTHS'
            else 'LATER' end as forecast
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::date[], $7::date[], $8::text[], $9::uuid[], $10::uuid[], $11::int[])
     with ordinality as x(page_limit, cursor_id, is_backward, from_date, to_date, states, organism_id, network_id, within_months,
                          item)
left join candidacy shown on shown.id = x.cursor_id
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
      and (x.cursor_id is null or case when x.is_backward then (e.deadline_date, e.id) < (shown.deadline_date, shown.id)
                                       else (e.deadline_date, e.id) > (shown.deadline_date, shown.id) end)
    order by case when x.is_backward then e.deadline_date end desc, case when x.is_backward then e.id end desc,
             e.deadline_date, e.id
    limit x.page_limit
) r
order by x.item, case when x.is_backward then r.deadline_date end desc, case when x.is_backward then r.id end desc,
         r.deadline_date, r.id
