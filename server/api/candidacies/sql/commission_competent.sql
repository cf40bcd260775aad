-- The commission that a file goes to (A30): that of the branch when the employer's branch holds a delegation, else the
-- regional one; and whether the one that was named is it. No row: there is none for this candidate.
select x.item, k.id, x.commission_id is null or x.commission_id = k.id as is_competent, k.version
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(candidacy_id, candidacy_reference, commission_id, item)
cross join lateral (select candidacy_named(x.candidacy_id, x.candidacy_reference) as id offset 0) as named
join candidacy c on c.id = named.id
join candidate n on n.id = c.candidate_id
cross join lateral (
    select k.id, k.version
    from commission k
    where k.status = 'ACTIVE' and k.referential_code = c.referential_code
      and (k.kind = 'BRANCH' and k.idcc = n.branch_idcc or k.kind = 'REGIONAL' and k.region = n.region)
    order by k.kind, k.id
    limit 1
) k
where scope_sees_candidacy($1::text, $2::uuid, c.id)
