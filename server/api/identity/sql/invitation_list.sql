-- SPDX-License-Identifier: EUPL-1.2
-- Invitations of the caller's scope, of all for who sees them all, by page (invitation_pk, invitation_by_scope).
select x.item, {{invitation}}, {{marks i}}
from unnest($3::int[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[]) with ordinality
     as x(page_limit, cursor_id, person_id, candidate_id, partner_id, item)
cross join lateral (select candidate_now(x.candidate_id) as candidate_id offset 0) as whose
cross join lateral (
    {{walk}}
      and (x.person_id is null or c.person_id = x.person_id)
      and (whose.candidate_id is null or c.candidate_id = whose.candidate_id)
      and (x.partner_id is null or c.partner_id = x.partner_id)
    {{end}}
) i
where $1::text is not null
order by x.item, {{order i}}
