-- SPDX-License-Identifier: EUPL-1.2
-- The sealed minutes of a session (minutes_one_per_session, document_pk), and whose files they tell of (agenda_item_by_session).
select x.item, s.id as session_id, null::uuid as candidate_id, coalesce(m.reference, s.reference) as label, null::int as ordinal, false as is_void,
       (select string_agg(i.candidacy_id::text, ',') from agenda_item i where i.session_id = s.id and i.removed_on is null) as candidacy_ids,
       {{document_row}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
left join lateral (select t.* from standing_minutes t where t.session_id = s.id offset 0) as m on true
left join lateral (select t.* from document t where t.subject_id = m.id and t.kind = 'MINUTES' offset 0) as d on true
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
