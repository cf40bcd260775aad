-- SPDX-License-Identifier: EUPL-1.2
-- Whether a method serves the certification of a candidacy, and whether it is one of its organism's on a day: of a network
-- the organism is a member of, of its branch or of that of the candidate's employer (decision 19).
select x.item, m.referential_code = c.referential_code as serves_referential,
       m.status = 'ACTIVE' and case
           when m.network_id is not null then exists (
               select from network_membership n
               where n.network_id = m.network_id and n.organism_id = x.org_id
                 and coalesce(x.on_day, day_in(x.time_zone)) between n.valid_from and coalesce(n.valid_to, 'infinity'))
           else exists (select from organism o where o.id = x.org_id and o.branch_idcc = m.branch_idcc)
                or exists (select from candidate k where k.id = c.candidate_id and k.branch_idcc = m.branch_idcc)
       end as is_available
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::date[], $8::text[])
     with ordinality as x(method_id, candidacy_id, candidacy_reference, org_id, on_day, time_zone, item)
join evaluation_method m on m.id = x.method_id
cross join lateral (select candidacy_named(x.candidacy_id, x.candidacy_reference) as id offset 0) as named
join candidacy c on c.id = named.id
where $1::text is not null
