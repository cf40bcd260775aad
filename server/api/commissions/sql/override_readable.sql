-- SPDX-License-Identifier: EUPL-1.2
-- Whether the caller is told where the certifier sent a candidacy: its organism, its commissions, the nation; not a former owner.
select x.item, c.id
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral candidacies_named('CANDIDACY', x.id, x.reference) as named(id)
join candidacy c on c.id = named.id
where scope_sees_candidacy($1::text, $2::uuid, c.id) and ($1::text <> 'ORGANISM' or c.owner_org_id = $2::uuid)
