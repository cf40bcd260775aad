-- SPDX-License-Identifier: EUPL-1.2
-- What was opened to the organism of a candidacy, for the candidate and the certifier (candidate_sight_pk).
select x.item, c.id as candidacy_id, s.candidate_id, s.organism_id, s.accepted_on, s.is_granted,
       s.code_given_by is not null as is_by_code, s.reason
from unnest($3::uuid[]) with ordinality as x(id, item)
join candidacy_seen c on c.id = x.id
join candidate_sight s on s.candidate_id = c.candidate_id and s.organism_id = c.owner_org_id
where $1::text in ('CANDIDATE', 'CERTIFIER') and scope_sees_candidacy($1::text, $2::uuid, c.id)
