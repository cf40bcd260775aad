-- SPDX-License-Identifier: EUPL-1.2
-- Replaces what is recorded, from the version that was read; the first row follows version 1, which is nothing.
insert into adjustment as d (candidacy_id, has_adjustments, need, acting_org_id, recorded_by, version)
select x.candidacy_id, x.has_adjustments, x.need, case when $1::text = 'ORGANISM' then $2::uuid end, x.person_id, x.version + 1
from unnest($3::uuid[], $4::int[], $5::boolean[], $6::text[], $7::uuid[])
     as x(candidacy_id, version, has_adjustments, need, person_id)
where $1::text in ('ORGANISM', 'CANDIDATE') and scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
on conflict on constraint adjustment_pk do update
set has_adjustments = excluded.has_adjustments, need = excluded.need, acting_org_id = excluded.acting_org_id,
    recorded_by = excluded.recorded_by, version = excluded.version, recorded_at = clock_timestamp()
where d.version = excluded.version - 1
