-- SPDX-License-Identifier: EUPL-1.2
-- A login by id, when the caller sees it: row-level security says so (login_read, login_read_own).
select x.item, {{login}}
from unnest($3::uuid[], $4::uuid[], $5::boolean[]) with ordinality as x(id, caller_id, is_inviter, item)
join login l on l.id = x.id
where {{login_seen}}
