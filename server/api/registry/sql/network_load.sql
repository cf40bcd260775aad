-- SPDX-License-Identifier: EUPL-1.2
-- Whether a network exists; as it stands, and whether it has members, for who corrects it (network_pk, network_membership_by_network).
select x.item, n.id, n.version, n.status, network_has_members(n.id) as has_members, to_jsonb(n) as record
from unnest($3::uuid[]) with ordinality as x(id, item)
join network n on n.id = x.id
where $1::text is not null
