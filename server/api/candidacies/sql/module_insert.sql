-- SPDX-License-Identifier: EUPL-1.2
-- T7: a module of a path; the database refuses an evaluator of the cycle as its trainer.
insert into path_module (id, path_id, candidacy_id, domain_code, title, planned_minutes, trainer_id, training_org_id,
                         planned_start_date, planned_end_date)
select x.id, x.path_id, x.candidacy_id, x.domain_code, x.title, x.planned_minutes, x.trainer_id, x.training_org_id,
       x.planned_start_date, x.planned_end_date
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::int[], $9::uuid[], $10::uuid[],
            $11::date[], $12::date[])
     as x(id, path_id, candidacy_id, domain_code, title, planned_minutes, trainer_id, training_org_id,
          planned_start_date, planned_end_date)
where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
