-- SPDX-License-Identifier: EUPL-1.2
-- What is left of the five years, by page (candidacy_by_expiry, candidacy_by_owner_and_expiry).
select x.item, r.id, r.reference, r.candidate_id, r.owner_org_id, r.referential_code, r.state, r.deadline_date,
       r.deadline_date - d.today as days_left, r.next_event,
       case when r.deadline_date < d.today then 'PASSED'
            when r.deadline_date <= (d.today + interval '1 month')::date then 'WITHIN_1_MONTH'
            when r.deadline_date <= (d.today + interval '3 months')::date then 'WITHIN_3_MONTHS'
            when r.deadline_date <= (d.today + interval '6 months')::date then 'WITHIN_6_MONTHS'
            else 'LATER' end as forecast, {{marks r}}
from unnest($3::int[], $4::uuid[], $5::text[], $6::date[], $7::date[], $8::text[], $9::uuid[], $10::uuid[], $11::int[])
     with ordinality as x(page_limit, cursor_id, cursor_key, from_date, to_date, states, organism_id, network_id, within_months,
                          item)
cross join lateral (
    {{walk}}
      and (x.states is null or c.state = any (string_to_array(x.states, ',')))
      and (x.organism_id is null or c.owner_org_id = x.organism_id)
      and (x.network_id is null or exists (
           select from network_membership m
           where m.network_id = x.network_id and m.organism_id = c.owner_org_id
             and m.valid_from <= current_day() and (m.valid_to is null or m.valid_to >= current_day())))
    {{end}}
) r
cross join lateral (select deadline_day((select h.time_zone from organism h where h.id = r.owner_org_id)) as today offset 0) d -- once
where $1::text is not null
order by x.item, {{order r}}
