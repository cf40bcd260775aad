-- SPDX-License-Identifier: EUPL-1.2
-- The sealed file of a portfolio (portfolio_pk, document_pk).
select x.item, p.candidacy_id, c.candidate_id, c.reference as label, p.ordinal, false as is_void, null::text as candidacy_ids, {{document_row}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join portfolio_seen p on p.id = x.id
join candidacy_seen c on c.id = p.candidacy_id
left join lateral (select t.* from document t where t.subject_id = p.id and t.kind = 'PORTFOLIO' offset 0) as d on true
where scope_sees_candidacy($1::text, $2::uuid, p.candidacy_id)
