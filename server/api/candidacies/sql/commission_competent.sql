-- SPDX-License-Identifier: EUPL-1.2
-- The commission that a file goes to (A30): the one that the certifier named; by the rule, that of the branch when the employer's branch
-- holds a delegation, else the regional one; whether the one that the caller named is it, and whether
-- it was named (commission_override_one_standing). No id: there is none for this candidate, perhaps because nobody said where the candidate lives.
select x.item, k.id, k.id is not null and (x.commission_id is null or x.commission_id = k.id) as is_competent,
       exists (select from commission_override o where o.candidacy_id = c.id and o.commission_id = k.id and o.ended_on is null) as is_named, k.version, c.id as candidacy_id,
       k.id is null and n.region is null as is_region_missing
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(candidacy_id, candidacy_reference, commission_id, item)
cross join lateral (select candidacy_named(x.candidacy_id, x.candidacy_reference) as id offset 0) as named
join candidacy c on c.id = named.id
cross join lateral (select t.region from candidate t where t.id = c.candidate_id offset 0) as n
cross join lateral (select competent_commission(c.id, false) as id offset 0) as found
left join lateral (select t.id, t.version from commission t where t.id = found.id offset 0) as k on true
where scope_sees_candidacy($1::text, $2::uuid, c.id)
