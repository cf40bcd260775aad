-- SPDX-License-Identifier: EUPL-1.2
-- The invitation of a code, by its digest (invitation_one_code).
select x.item, i.invitation_id, i.is_open, i.has_other, i.is_of_partner, i.is_of_inviter
from unnest($3::bytea[], $4::bytea[]) with ordinality as x(code_digest, digest, item)
cross join lateral invitation_of_code(x.code_digest, x.digest) i
where $1::text is not null
