-- SPDX-License-Identifier: EUPL-1.2
-- The same for a calendar: 2000, and one more when there are more (candidacy_by_expiry for everybody's, candidacy_by_owner_and_expiry
-- otherwise). They are chosen in the index; the rows of those alone are read.
-- growth: 3, an organism has more of them among more files, up to 2000
select x.item, e.id, e.reference, e.next_event, e.version, to_char(e.deadline_date, 'YYYYMMDD') as starts,
       to_char(e.deadline_date + 1, 'YYYYMMDD') as ends, to_char(e.entered_on, 'YYYYMMDD"T000000Z"') as changed
from unnest($3::date[], $4::date[], $5::text[], $6::uuid[], $7::uuid[], $8::int[]) with ordinality
     as x(from_date, to_date, states, organism_id, network_id, within_months, item)
cross join lateral ({{deadline_span}}) span
cross join lateral (
    select chosen.id, chosen.deadline_date from (
        (select c.id, c.deadline_date
         from candidacy c
         where scope_sees_all($1::text) and x.organism_id is null and x.network_id is null and {{deadline_asked}}
         order by c.deadline_date, c.id limit 2001)
        union all
        select e.id, e.deadline_date
        from ({{deadline_owners}}) as o(id)
        cross join lateral (
            select c.id, c.deadline_date from candidacy c where c.owner_org_id = o.id and {{deadline_asked}}
            order by c.deadline_date, c.id limit 2001) e
    ) chosen
    order by chosen.deadline_date, chosen.id
    limit 2001
) chosen
cross join lateral (select e.* from expiring_candidacy e where e.id = chosen.id offset 0) e
order by x.item, e.deadline_date, e.id
