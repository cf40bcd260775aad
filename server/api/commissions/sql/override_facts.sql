-- SPDX-License-Identifier: EUPL-1.2
-- What naming a commission rests on: the candidacy, its file that waits, where that goes now, and the commission that is named
-- (file_one_live, decision_by_candidacy, commission_override_one_standing).
select x.item, c.id, c.state, o.id as standing_id, f.id as waiting_file_id, k.id as commission_id,
       k.status = 'ACTIVE' and k.referential_code = c.referential_code as is_commission,
       k.id = competent_commission(c.id, false) and coalesce(f.commission_id = k.id, true) as is_there,
       coalesce(f.commission_id = k.id, false) as is_waiting_there,
       exists (select from decision d where d.candidacy_id = c.id and d.file_id = f.id and d.effective_on is not null
                 and d.outcome <> 'NOT_EXAMINED') as is_decided,
       (select count(*) from commission_override t where t.candidacy_id = c.id) as present_count
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, commission_id, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
cross join lateral (select t.* from candidacy t where t.id = named.id offset 0) as c
left join lateral (select t.id, t.commission_id from file t where t.candidacy_id = c.id and t.status = 'SUBMITTED' offset 0) as f on true
left join lateral (select t.id, t.status, t.referential_code from commission t where t.id = x.commission_id offset 0) as k on true
left join lateral (select t.id from commission_override t where t.candidacy_id = c.id and t.ended_on is null offset 0) as o on true
where scope_writes_candidacy($1::text, $2::uuid, c.id)
