-- SPDX-License-Identifier: EUPL-1.2
-- The sealed letter of a decision, its last edition (decision_pk, document_pk); a file that was not examined has none.
select x.item, c.id as candidacy_id, c.candidate_id, c.reference as label, case when d.edition > 1 then d.edition end as ordinal, false as is_void, null::text as candidacy_ids,
       {{document_row}}
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, decision_id, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
join decision_seen v on v.id = x.decision_id and v.candidacy_id = c.id and v.outcome <> 'NOT_EXAMINED'
left join lateral (select t.* from document t where t.subject_id = v.id and t.kind = 'DECISION' order by t.edition desc limit 1) as d on true
where scope_sees_candidacy($1::text, $2::uuid, c.id)
