-- SPDX-License-Identifier: EUPL-1.2
-- The root of a change, and the record that the change is laid over: of whom the caller does not correct, neither is told.
select x.item, c.id, case when m.is_correctable then c.version else 0 end as version, case when m.is_correctable then to_jsonb(c) end as record, candidate_is_followed(c.id) as is_followed,
       m.is_correctable
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from candidate_seen t where t.id = x.id or t.reference = x.reference offset 0) as c
cross join lateral candidate_is_correctable($1::text, $2::uuid, c.id, c.created_by_org_id) as m(is_correctable)
where candidate_is_seen($1::text, $2::uuid, c.id) and c.status <> 'MERGED'
