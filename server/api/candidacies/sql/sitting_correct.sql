-- SPDX-License-Identifier: EUPL-1.2
-- T4, T14: where and when a sitting was held, told anew (sitting_pk); what is not told stays, but for the hours of a day that is another one.
update sitting s
set modality = coalesce(x.modality, s.modality),
    place = case when x.tells_place then x.place else s.place end,
    site_id = case when x.tells_site then x.site_id else s.site_id end,
    held_on = coalesce(x.held_on, s.held_on),
    starts_at = case when x.tells_hours then to_timestamp(x.starts_at / 1000.0) else s.starts_at end,
    ends_at = case when x.tells_hours then to_timestamp(x.ends_at / 1000.0) else s.ends_at end,
    time_zone = case when x.tells_hours then x.time_zone else s.time_zone end
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::boolean[], $7::text[], $8::boolean[], $9::uuid[], $10::date[],
            $11::boolean[], $12::bigint[], $13::bigint[], $14::text[])
     as x(id, candidacy_id, modality, tells_place, place, tells_site, site_id, held_on, tells_hours, starts_at, ends_at, time_zone)
where s.id = x.id and s.candidacy_id = x.candidacy_id and scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
