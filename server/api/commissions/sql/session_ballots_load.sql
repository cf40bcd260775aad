-- SPDX-License-Identifier: EUPL-1.2
-- Votes and step-downs of a session (vote_by_session, step_down_by_session). A contested vote is none, and is said.
select x.item, b.agenda_item_id, b.member_id, b.choice, b.is_recorded
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::boolean[]) with ordinality
     as x(id, reference, agenda_item_id, caller_id, brings_mandates, item)
cross join lateral sessions_named(x.id, x.reference, x.agenda_item_id) as named(id)
cross join lateral (
    select v.agenda_item_id, v.member_id, case v.standing when 'CONTESTED' then 'CONTESTED' else v.choice end as choice,
           v.standing = 'RECORDED' as is_recorded, v.commission_id
    from vote v where v.session_id = named.id
    union all
    select d.agenda_item_id, d.member_id, case when d.is_recusal then 'RECUSAL' when d.is_departure then 'DEPARTURE' else 'STEP_DOWN' end, false, d.commission_id from step_down d where d.session_id = named.id
) b
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and b.commission_id = $2::uuid)
