-- SPDX-License-Identifier: EUPL-1.2
-- Sittings of an evaluation that are what is told of a new one beside its day, its hour and its evaluator (sitting_by_evaluation).
select x.item, s.id
from unnest($3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::uuid[]) with ordinality
     as x(evaluation_id, ends_at, modality, place, site_id, item)
join sitting s on s.evaluation_id = x.evaluation_id and s.modality = x.modality
    and (s.ends_at, s.place, s.site_id) is not distinct from (to_timestamp(x.ends_at / 1000.0), x.place, x.site_id)
where scope_writes_candidacy($1::text, $2::uuid, s.candidacy_id)
