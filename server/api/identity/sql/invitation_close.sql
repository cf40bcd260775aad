-- SPDX-License-Identifier: EUPL-1.2
-- An earlier invitation of the same person or candidate ends with the new one.
select invitation_close(x.person_id, x.candidate_id)
from (select x.* -- in one order: several may share a commit
      from unnest($3::uuid[], $4::uuid[]) as x(person_id, candidate_id)
      order by coalesce(x.person_id, x.candidate_id)) as x
where $1::text is not null
