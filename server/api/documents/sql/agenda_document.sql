-- SPDX-License-Identifier: EUPL-1.2
-- The sealed agenda of a session, its last edition (document_pk), and whose files are on it (agenda_item_by_session).
select x.item, s.id as session_id, null::uuid as candidate_id, s.reference as label, d.edition as ordinal, s.state = 'CANCELLED' as is_void,
       (select string_agg(i.candidacy_id::text, ',') from agenda_item i where i.session_id = s.id and i.removed_on is null) as candidacy_ids,
       {{document_row}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
left join lateral (select t.* from document t where t.subject_id = s.id and t.kind = 'AGENDA' order by t.edition desc limit 1) as d on true
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
