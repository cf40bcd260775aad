-- Whether the caller may give the person of a request a code to answer with: the certifier, or who recorded the person and
-- has him among its people, unless it is the side that asks (link_request_pk).
select x.item, r.id, r.state, r.version,
       scope_writes_all($1::text)
       or (x.acts_for_scope and link_code_is_given(r.person_id, r.asked_scope, r.asked_scope_id)) as may_give
from unnest($3::uuid[], $4::uuid[], $5::boolean[]) with ordinality as x(id, caller_id, acts_for_scope, item)
join link_request r on r.id = x.id and r.kind = 'FUNCTION'
where {{link_request_seen}}
