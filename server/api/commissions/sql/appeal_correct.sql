-- SPDX-License-Identifier: EUPL-1.2
-- What an appeal says is corrected by the candidate, or by the organism that filed it, until it is settled, from the version that was read.
update appeal r
set grounds = coalesce(x.grounds, r.grounds), proof = coalesce(x.proof, r.proof), filed_on = coalesce(x.filed_on, r.filed_on)
from unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::date[]) as x(id, version, grounds, proof, filed_on)
where r.id = x.id and r.version = x.version and scope_writes_candidacy($1::text, $2::uuid, r.candidacy_id)
  and ($1::text = 'CANDIDATE' or ($1::text = 'ORGANISM' and r.acting_org_id = $2::uuid))
