-- SPDX-License-Identifier: EUPL-1.2
-- What the issue of certificates rests on: the candidacy, its effective favourable decision, certificates there are, and what the
-- document will print.
select x.item, {{certificate_facts}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join candidacy c on c.id = x.id
join candidate n on n.id = c.candidate_id
left join referential_version v on v.id = c.referential_version_id
left join decision d on d.candidacy_id = c.id and d.outcome = 'CERTIFIED' and d.effective_on is not null
left join session s on s.id = d.session_id
left join commission k on k.id = s.commission_id
left join certificate e on e.candidacy_id = c.id and e.status = 'ISSUED'
where scope_sees_candidacy($1::text, $2::uuid, c.id)
