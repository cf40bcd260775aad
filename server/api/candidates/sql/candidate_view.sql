-- SPDX-License-Identifier: EUPL-1.2
-- A candidate by id or reference (candidate_pk, candidate_one_reference, candidate_known_by_reference); before he consents his
-- reference alone.
select x.item, c.id, c.reference, c.status, {{c.candidate_fields}}, c.birth_name is null as is_withheld, c.version, wire_instant(c.created_at) as created_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from candidate_seen t where t.id = x.id or t.reference = x.reference offset 0) as c
where candidate_is_seen($1::text, $2::uuid, c.id) and c.status <> 'MERGED'
