-- SPDX-License-Identifier: EUPL-1.2
-- How much waits for the caller, of each kind: as work_queue_list.walk finds it, on the same indexes.
select x.item,
       count(*) filter (where w.kind = 'CANDIDACY') as candidacy,
       count(*) filter (where w.kind = 'FILE') as file,
       count(*) filter (where w.kind = 'SESSION') as session,
       count(*) filter (where w.kind = 'NOTIFICATION') as notification,
       count(*) filter (where w.kind = 'HANDOVER') as handover,
       count(*) filter (where w.kind = 'TRANSFER_REQUEST') as transfer_request,
       work_of_nation($1::text, x.steps, 'ANNULMENT_REQUEST') as annulment_request,
       work_of_nation($1::text, x.steps, 'APPEAL') as appeal,
       work_of_nation($1::text, x.steps, 'CERTIFICATE') as certificate
from unnest($3::text[], $4::int[]) with ordinality as x(steps, consent_days, item)
cross join lateral (select current_reach() as reach offset 0) as m
left join lateral (
    select s.kind from work_candidacy s
    where $1::text = 'ORGANISM' and s.owner_org_id = $2::uuid and (m.reach is null or s.id = any (m.reach))
      and s.step = any (string_to_array(x.steps, ','))
    union all
    select s.kind from work_candidacy s
    where $1::text = 'CANDIDATE' and s.candidate_id = $2::uuid and s.step = any (string_to_array(x.steps, ','))
    union all
    select s.kind from work_notification s
    where $1::text = 'ORGANISM' and m.reach is null and s.owner_org_id = $2::uuid and s.step = any (string_to_array(x.steps, ','))
    union all
    select s.kind from work_handover s
    where $1::text = 'ORGANISM' and m.reach is null and s.owner_org_id = $2::uuid and s.step = any (string_to_array(x.steps, ','))
    union all
    select s.kind from work_transfer(x.consent_days) s
    where $1::text = 'ORGANISM' and s.owner_org_id = $2::uuid and s.step = 'TRANSFER_REQUEST.PENDING.OFFER'
      and s.step = any (string_to_array(x.steps, ','))
    union all
    select s.kind from transfer_request_route t join work_transfer(x.consent_days) s on s.id = t.request_id
    where $1::text = 'ORGANISM' and t.owner_org_id = $2::uuid and s.step = 'TRANSFER_REQUEST.PENDING.REQUEST'
      and s.step = any (string_to_array(x.steps, ','))
    union all
    select s.kind from work_file s
    where $1::text = 'COMMISSION' and m.reach is null and s.commission_id = $2::uuid and s.step = any (string_to_array(x.steps, ','))
    union all
    select s.kind from work_session s
    where $1::text = 'COMMISSION' and s.commission_id = $2::uuid and (m.reach is null or (s.id = any (m.reach) and session_awaits_me(s.id, s.state)))
      and s.step = any (string_to_array(x.steps, ','))
    union all
    select s.kind from work_notification s
    where $1::text = 'COMMISSION' and m.reach is null and s.commission_id = $2::uuid and s.step = any (string_to_array(x.steps, ','))
    union all
    select s.kind from work_handover s
    where $1::text = 'COMMISSION' and m.reach is null and s.commission_id = $2::uuid and s.step = any (string_to_array(x.steps, ','))
    union all
    select s.kind from work_transfer(x.consent_days) s
    where scope_sees_all($1::text) and s.step = any (string_to_array(x.steps, ','))
) w on true
group by x.item, x.steps
order by x.item
