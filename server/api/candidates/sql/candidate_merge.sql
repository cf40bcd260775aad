-- SPDX-License-Identifier: EUPL-1.2
-- Both records of a merge, from the versions that were read: the survivor's moves too, so that two merges never cross.
update candidate c
set status = case when x.merged_into_id is null then c.status else 'MERGED' end, merged_into_id = x.merged_into_id,
    merge_reason = x.reason, merged_on = x.merged_on, merged_by = x.merged_by
from unnest($3::uuid[], $4::int[], $5::uuid[], $6::text[], $7::date[], $8::uuid[])
     as x(id, version, merged_into_id, reason, merged_on, merged_by)
where c.id = x.id and c.version = x.version and c.status = 'ACTIVE' and scope_writes_all($1::text)
  -- Under the lock of both candidates: no appointment becomes one that is planned already.
  and not exists (select from appointments_twin(x.merged_into_id, x.id))
