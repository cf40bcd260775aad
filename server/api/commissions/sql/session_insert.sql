-- A session is planned; the reference is drawn here, of the year it is held in.
insert into session (id, commission_id, reference, held_on, starts_at, place, modality, capacity, min_per_college,
                     chair_member_id, vice_chair_member_id)
select x.id, x.commission_id, next_reference('SES', extract(year from x.held_on)::int), x.held_on,
       to_timestamp(x.starts_at / 1000.0), x.place, x.modality, x.capacity, x.min_per_college, x.chair_id, x.vice_chair_id
from unnest($3::uuid[], $4::uuid[], $5::date[], $6::bigint[], $7::text[], $8::text[], $9::int[], $10::int[], $11::uuid[],
            $12::uuid[])
     as x(id, commission_id, held_on, starts_at, place, modality, capacity, min_per_college, chair_id, vice_chair_id)
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and x.commission_id = $2::uuid)
