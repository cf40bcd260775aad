-- SPDX-License-Identifier: EUPL-1.2
-- Its holder takes a request back, from the version that was read.
update habilitation h
set state = 'RETRACTED', ended_on = x.ended_on, decision_note = x.decision_note
from unnest($3::uuid[], $4::int[], $5::date[], $6::text[]) as x(id, version, ended_on, decision_note)
where h.id = x.id and h.version = x.version and h.state = 'REQUESTED' and coalesce(h.organism_id, h.network_id) = $2::uuid
  and $1::text is not null
