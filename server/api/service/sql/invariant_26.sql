-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 26: who sees a candidacy: its owner writes and nobody else of the organisms, its candidate, and a commission that has its file; and its place in the lists.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select c.id, 'access of an organism' from candidacy c
    join candidacy_access a on a.candidacy_id = c.id and a.scope = 'ORGANISM'
    where c.id > x.after and c.id <= x.through and a.can_write <> (a.scope_id = c.owner_org_id)
    union all
    select c.id, 'the owner has no access' from candidacy c
    where c.id > x.after and c.id <= x.through
      and not exists (select from candidacy_access a where a.candidacy_id = c.id and a.scope = 'ORGANISM' and a.scope_id = c.owner_org_id)
    union all
    select a.candidacy_id, 'another candidate' from candidacy_access a join candidacy c on c.id = a.candidacy_id
    where a.candidacy_id > x.after and a.candidacy_id <= x.through
      and (a.candidate_id <> c.candidate_id or (a.scope = 'CANDIDATE' and a.scope_id <> c.candidate_id))
    union all
    select a.candidacy_id, 'a commission without file' from candidacy_access a
    where a.candidacy_id > x.after and a.candidacy_id <= x.through and a.scope = 'COMMISSION' and not exists (
        select from file f where f.candidacy_id = a.candidacy_id and f.commission_id = a.scope_id and f.status <> 'WITHDRAWN')
    union all
    select c.id, 'another place in the lists' from candidacy c left join candidacy_activity y on y.candidacy_id = c.id
    where c.id > x.after and c.id <= x.through
      and (y.candidacy_id is null or y.owner_org_id <> c.owner_org_id or y.last_activity_on <> c.last_activity_on
           or y.idle_state is distinct from case when candidacy_idles(c.state) then c.state end
           or y.idle_since is distinct from case when candidacy_idles(c.state) then c.entered_on end)
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
