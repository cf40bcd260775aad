-- SPDX-License-Identifier: EUPL-1.2
-- A site that is to be changed, as it stands (site_pk); whether its organism is today a member of the network that asks, and has had a referent; another one that is
-- the very same as what it would become; and how many the same side opened there already
-- (site_by_organism).
select x.item, s.id, s.organism_id, s.status, s.version, to_jsonb(s) as record, t.id as recorded_id,
       $1::text = 'NETWORK' and exists (
           select from network_membership m
           where m.organism_id = s.organism_id and m.network_id = $2::uuid
             and m.valid_from <= current_day() and (m.valid_to is null or m.valid_to >= current_day())) as is_member,
       $1::text = 'NETWORK' and organism_has_referent(s.organism_id) as has_referent,
       {{site_present}} as present_count
from unnest($3::uuid[], $4::jsonb[]) with ordinality as x(id, body, item)
join site s on s.id = x.id
cross join lateral (select s.organism_id as id) as o
cross join lateral (select s.entered_by_network_id as network_id) as side
cross join lateral jsonb_populate_record(s, x.body) as r
left join lateral (
    select c.id from site c
    where c.organism_id = s.organism_id and c.id <> s.id and c.status = 'ACTIVE' and r.status = 'ACTIVE'
      and ({{c.site_fields}}) is not distinct from ({{r.site_fields}})
    order by c.id limit 1) t on true
where $1::text is not null
