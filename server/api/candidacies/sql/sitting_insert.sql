-- SPDX-License-Identifier: EUPL-1.2
-- T3, T4, T13, T14: a sitting; the database finds the human behind the evaluator and refuses a trainer.
insert into sitting (id, evaluation_id, candidacy_id, held_on, starts_at, ends_at, modality, place, site_id, evaluator_id,
                     acting_org_id, time_zone)
select x.id, x.evaluation_id, x.candidacy_id, x.held_on, to_timestamp(x.starts_at / 1000.0),
       to_timestamp(x.ends_at / 1000.0), x.modality, x.place, x.site_id, x.evaluator_id, x.org_id, x.time_zone
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::bigint[], $8::bigint[], $9::text[], $10::text[],
            $11::uuid[], $12::uuid[], $13::uuid[], $14::text[])
     as x(id, evaluation_id, candidacy_id, held_on, starts_at, ends_at, modality, place, site_id,
          evaluator_id, org_id, time_zone)
where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
