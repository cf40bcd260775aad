-- SPDX-License-Identifier: EUPL-1.2
-- The signed credential, once: who comes second changes nothing.
update credential k
set with_proof = x.with_proof, token = x.token, signed_at = clock_timestamp(), fault = null
from unnest($1::uuid[], $2::text[], $3::text[], $4::int[]) as x(id, with_proof, token, version)
where k.certificate_id = x.id and k.signed_at is null and x.version is null
