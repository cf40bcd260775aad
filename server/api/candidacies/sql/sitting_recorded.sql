-- T4, T14: the sitting that is to be corrected, as it stands (sitting_pk).
select x.item, jsonb_build_object('modality', v.modality, 'place', v.place, 'site_id', v.site_id, 'starts_at', wire_instant(v.starts_at),
                                  'ends_at', wire_instant(v.ends_at), 'time_zone', v.time_zone)::text as told
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::uuid[]) with ordinality
     as x(asker_scope, asker_scope_id, asker_reach, candidacy_id, candidacy_reference, sitting_id, item)
cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
cross join lateral (select candidacy_named(x.candidacy_id, x.candidacy_reference) as id where entered.is_entered offset 0) as named
cross join lateral (
    select s.modality, s.place, s.site_id, s.starts_at, s.ends_at, s.time_zone from sitting s
    where s.id = x.sitting_id and s.candidacy_id = named.id offset 0) v
where scope_writes_candidacy(x.asker_scope, x.asker_scope_id, named.id)
