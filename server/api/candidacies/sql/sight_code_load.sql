-- SPDX-License-Identifier: EUPL-1.2
-- Whether the caller may hand a candidate a code: who holds the record as it is, or the certifier (candidate_pk, candidate_access_pk).
select x.item, c.id, scope_writes_all($1::text) or sight_code_is_given(c.id) as may_give, c.status, sight_codes_are_spent(c.id) as is_spent
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.id, t.status from candidate_seen t where t.id = x.id or t.reference = x.reference offset 0) as c
where candidate_is_seen($1::text, $2::uuid, c.id) and c.status <> 'MERGED'
