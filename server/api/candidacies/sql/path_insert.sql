-- SPDX-License-Identifier: EUPL-1.2
-- T7: a path is proposed.
insert into path (id, candidacy_id, ordinal, training_org_id, proposed_on, proposed_by, acting_org_id, planned_start_date,
                  planned_end_date)
select x.id, x.candidacy_id, x.ordinal, x.training_org_id, x.proposed_on, x.person_id, x.org_id, x.planned_start_date,
       x.planned_end_date
from unnest($3::uuid[], $4::uuid[], $5::int[], $6::uuid[], $7::date[], $8::uuid[], $9::uuid[], $10::date[],
            $11::date[])
     as x(id, candidacy_id, ordinal, training_org_id, proposed_on, person_id, org_id, planned_start_date,
          planned_end_date)
where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
