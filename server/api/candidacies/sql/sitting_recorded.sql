-- SPDX-License-Identifier: EUPL-1.2
-- T4, T14: the sitting that is to be corrected, as it stands (sitting_pk), and whether it stands already as the correction says.
select x.item, jsonb_build_object('held_on', v.held_on, 'modality', v.modality, 'place', v.place, 'site_id', v.site_id, 'starts_at', wire_instant(v.starts_at),
                                  'ends_at', wire_instant(v.ends_at), 'time_zone', v.time_zone)::text as told,
       coalesce(x.modality, v.modality) is not distinct from v.modality and coalesce(x.held_on, v.held_on) = v.held_on
       and not (x.tells_place and x.place is distinct from v.place) and not (x.tells_site and x.site_id is distinct from v.site_id)
       and not (x.tells_hours and (to_timestamp(x.starts_at / 1000.0), to_timestamp(x.ends_at / 1000.0), coalesce(x.time_zone, v.time_zone))
                                  is distinct from (v.starts_at, v.ends_at, v.time_zone)) as is_unchanged, v.time_zone
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::uuid[], $9::text[], $10::boolean[], $11::text[], $12::boolean[],
            $13::uuid[], $14::date[], $15::boolean[], $16::bigint[], $17::bigint[], $18::text[]) with ordinality
     as x(asker_scope, asker_scope_id, asker_reach, candidacy_id, candidacy_reference, sitting_id, modality, tells_place, place, tells_site,
          site_id, held_on, tells_hours, starts_at, ends_at, time_zone, item)
cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
cross join lateral (select candidacy_named(x.candidacy_id, x.candidacy_reference) as id where entered.is_entered offset 0) as named
cross join lateral (
    select s.held_on, s.modality, s.place, s.site_id, s.starts_at, s.ends_at, s.time_zone from sitting s
    where s.id = x.sitting_id and s.candidacy_id = named.id offset 0) v
where scope_writes_candidacy(x.asker_scope, x.asker_scope_id, named.id)
