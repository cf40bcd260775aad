-- SPDX-License-Identifier: EUPL-1.2
-- A new invitation, in the name of who invites.
insert into invitation (id, code_digest, person_id, candidate_id, partner_scope, partner_id, roles, permissions, label, invited_by_id,
                        expires_at, scope, scope_id)
select x.id, x.code_digest, x.person_id, x.candidate_id, x.partner_scope, x.partner_id, string_to_array(x.roles, ','),
       string_to_array(x.permissions, ','), x.label, x.invited_by_id, to_timestamp(x.expires_ms / 1000.0), $1::text, $2::uuid
from unnest($3::uuid[], $4::bytea[], $5::uuid[], $6::uuid[], $7::text[], $8::uuid[], $9::text[], $10::text[], $11::text[], $12::uuid[],
            $13::bigint[])
     as x(id, code_digest, person_id, candidate_id, partner_scope, partner_id, roles, permissions, label, invited_by_id, expires_ms)
-- Under the lock of the candidate: nobody is invited under a record that was merged.
where x.candidate_id is null or candidate_now(x.candidate_id) = x.candidate_id
