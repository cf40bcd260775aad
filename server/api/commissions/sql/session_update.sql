-- A change of a session from the version that was read; the mask says which columns the merge patch named.
update session s
set version = s.version + 1,
    held_on = case when substr(x.mask, 1, 1) = '1' then x.held_on else s.held_on end,
    starts_at = case when substr(x.mask, 2, 1) = '1' then to_timestamp(x.starts_at / 1000.0) else s.starts_at end,
    place = case when substr(x.mask, 3, 1) = '1' then x.place else s.place end,
    modality = case when substr(x.mask, 4, 1) = '1' then x.modality else s.modality end,
    capacity = case when substr(x.mask, 5, 1) = '1' then x.capacity else s.capacity end,
    min_per_college = case when substr(x.mask, 6, 1) = '1' then x.min_per_college else s.min_per_college end,
    chair_member_id = case when substr(x.mask, 7, 1) = '1' then x.chair_id else s.chair_member_id end,
    vice_chair_member_id = case when substr(x.mask, 8, 1) = '1' then x.vice_chair_id else s.vice_chair_member_id end
from unnest($3::uuid[], $4::int[], $5::text[], $6::date[], $7::bigint[], $8::text[], $9::text[], $10::int[], $11::int[],
            $12::uuid[], $13::uuid[])
     as x(id, version, mask, held_on, starts_at, place, modality, capacity, min_per_college, chair_id, vice_chair_id)
where s.id = x.id and s.version = x.version
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid))
