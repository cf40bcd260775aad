-- What is left of the five years, soonest first, by page (candidacy_by_owner, candidacy_by_owner_deadline). The cursor names a
-- candidacy; its deadline, which never moves, is the other half of the key.
select x.item, r.id, r.reference, r.candidate_id, r.owner_org_id, r.referential_code, r.state, r.deadline_date,
       r.deadline_date - r.today as days_left, r.next_event,
       case when r.deadline_date < r.today then 'PASSED'
            when r.deadline_date <= (r.today + interval '1 month')::date then 'WITHIN_1_MONTH'
            when r.deadline_date <= (r.today + interval '3 months')::date then 'WITHIN_3_MONTHS'
            when r.deadline_date <= (r.today + interval '6 months')::date then 'WITHIN_6_MONTHS'
            else 'LATER' end as forecast
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::date[], $7::date[], $8::text[], $9::uuid[], $10::uuid[], $11::int[])
     with ordinality as x(page_limit, cursor_id, is_backward, from_date, to_date, states, organism_id, network_id, within_months,
                          item)
left join candidacy shown on shown.id = x.cursor_id
cross join lateral (
    select e.*, deadline_day((select h.time_zone from organism h where h.id = e.owner_org_id)) as today
    {{deadlines_asked}}
      and (x.cursor_id is null or case when x.is_backward then (e.deadline_date, e.id) < (shown.deadline_date, shown.id)
                                       else (e.deadline_date, e.id) > (shown.deadline_date, shown.id) end)
    order by case when x.is_backward then e.deadline_date end desc, case when x.is_backward then e.id end desc,
             e.deadline_date, e.id
    limit x.page_limit
) r
order by x.item, case when x.is_backward then r.deadline_date end desc, case when x.is_backward then r.id end desc,
         r.deadline_date, r.id
