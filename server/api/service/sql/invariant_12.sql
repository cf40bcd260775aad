-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 12: every sitting was held by an organism habilitated that day, by itself or by its network. What was recorded before
-- somebody suspended or ended the habilitation was held rightly, that day too.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select s.id, 'sitting of ' || s.held_on from sitting s
    join candidacy c on c.id = s.candidacy_id
    where s.candidacy_id > x.after and s.candidacy_id <= x.through and not exists (
        select from habilitation h
        where h.activity = 'EVALUATION' and h.referential_code = c.referential_code and h.was_granted
          and (h.organism_id = s.acting_org_id or exists (
               select from network_membership n where n.network_id = h.network_id and n.organism_id = s.acting_org_id
                 and s.held_on between n.valid_from and coalesce(n.valid_to, 'infinity')))
          and s.held_on between h.valid_from and coalesce(h.valid_to, 'infinity') and (h.ended_on is null or s.held_on < h.ended_on or s.created_at < h.end_recorded_at)
          and not exists (select from habilitation_spell y where y.habilitation_id = h.id
                          and y.created_at < s.created_at and s.held_on between y.suspended_from and coalesce(y.suspended_to, 'infinity')))
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
