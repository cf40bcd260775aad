-- SPDX-License-Identifier: EUPL-1.2
-- The sealed attestation of an evaluation, its last edition (evaluation_pk, document_pk).
select x.item, e.candidacy_id, c.candidate_id, c.reference as label, e.ordinal, e.annulled_on is not null as is_void, null::text as candidacy_ids,
       {{document_row}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join evaluation_seen e on e.id = x.id
join candidacy_seen c on c.id = e.candidacy_id
left join lateral (select t.* from document t where t.subject_id = e.id and t.kind = 'RESTITUTION' order by t.edition desc limit 1) as d on true
where scope_sees_candidacy($1::text, $2::uuid, e.candidacy_id)
