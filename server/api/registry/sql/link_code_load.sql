-- SPDX-License-Identifier: EUPL-1.2
-- Whether the caller may give the person of a request a code to answer with: the certifier, or who recorded the person and
-- has him among its people, unless it, or who would hand it over, is of the side that asks (link_request_pk).
select x.item, r.id, r.state, r.version,
       scope_writes_all($1::text)
       or (x.acts_for_scope and link_code_is_given(r.person_id, r.asked_scope, r.asked_scope_id)
           and not coalesce(person_acts_in(x.caller_id, r.asked_scope, r.asked_scope_id), false)) as may_give
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::boolean[]) with ordinality as x(id, caller_id, credential_id, acts_for_scope, item)
join link_request r on r.id = x.id and r.kind = 'FUNCTION'
where {{link_request_seen}}
