-- SPDX-License-Identifier: EUPL-1.2
-- Logins that the caller sees, by page (login_pk; invitation_by_scope and login_one_of_invitation, login_by_person; login_by_candidate).
select x.item, {{login}}, {{marks l}}
from unnest($3::int[], $4::uuid[], $5::uuid[], $6::boolean[], $7::uuid[], $8::uuid[], $9::uuid[]) with ordinality
     as x(page_limit, cursor_id, caller_id, is_inviter, person_id, candidate_id, partner_id, item)
cross join lateral (select candidate_now(x.candidate_id) as candidate_id offset 0) as whose
cross join lateral (
    {{walk}}
      and (x.person_id is null or c.person_id = x.person_id)
      and (whose.candidate_id is null or c.candidate_id = whose.candidate_id)
      and (x.partner_id is null or c.partner_id = x.partner_id)
    {{end}}
) l
where $1::text is not null
order by x.item, {{order l}}
