-- SPDX-License-Identifier: EUPL-1.2
-- Whether a person exists who may get a mandate, whether he has one of this commission in the period under any account or
-- is its secretary then, and whether he has to accept this one (link_request_one_pending); how often the caller's side has asked lately (link_request_by_person).
select x.item, p.id, c.overlapping_id, c.is_excluded,
       k.id is not null and mandate_needs_consent($1::text, $2::uuid, k.id, p.id, x.mandate_from) as needs_consent,
       (select r.id from link_request r
        where r.state = 'PENDING' and r.commission_id = k.id and r.person_id = p.id and r.role = 'JUROR') as pending_id,
       (select count(*) from link_request r
        where r.person_id = p.id and r.role = 'JUROR' and r.commission_id = k.id and r.asked_on >= current_day() - x.days
          and r.asked_scope = $1::text and r.asked_scope_id is not distinct from $2::uuid) as asked_count
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::date[], $7::date[], $8::int[]) with ordinality
     as x(person_id, commission_id, commission_reference, mandate_from, mandate_to, days, item)
join person p on p.id = x.person_id and p.status = 'ACTIVE'
left join lateral (select t.id from commission t where t.id = x.commission_id or t.reference = x.commission_reference offset 0) as k on true
cross join lateral link_conflicts(null, null, k.id, null, p.id, 'JUROR', x.mandate_from, x.mandate_to) as c
where $1::text is not null
