-- SPDX-License-Identifier: EUPL-1.2
-- A login is bound to whom an invitation invites (invitation_one_code); nothing when somebody was faster.
select login_bind(x.id, x.invitation_id, x.code_digest, x.issuer, x.subject, x.digest)
from unnest($3::uuid[], $4::uuid[], $5::bytea[], $6::text[], $7::text[], $8::bytea[])
     as x(id, invitation_id, code_digest, issuer, subject, digest)
where $1::text is not null
