-- SPDX-License-Identifier: EUPL-1.2
-- An organism by id or reference, and whether it is today a member of the network that asks, and has a referent (affiliation_by_organism).
select x.item, o.id, o.version, to_jsonb(o) as record, o.siret, o.time_zone,
       $1::text = 'NETWORK' and exists (
           select from network_membership m
           where m.organism_id = o.id and m.network_id = $2::uuid
             and m.valid_from <= current_day() and (m.valid_to is null or m.valid_to >= current_day())) as is_member,
       $1::text = 'NETWORK' and organism_has_referent(o.id) as has_referent
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from organism t where t.id = x.id or t.reference = x.reference offset 0) as o
