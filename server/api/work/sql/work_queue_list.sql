-- SPDX-License-Identifier: EUPL-1.2
-- What waits for the caller, by page: candidacies (candidacy_by_owner_work, candidacy_by_candidate), files (file_by_commission), what is to be told and
-- handed over (file_untold_by_owner_day, file_untold_by_commission_day, certificate_waiting_by_owner_day, certificate_waiting_by_commission_day),
-- sessions (session_by_commission_work), transfer requests (transfer_request_route_by_owner); of the nation appeals (appeal_by_day) and certificates to be
-- issued (certificate_due_by_day).
select x.item, r.id, r.kind, r.candidacy_id, coalesce(r.reference, n.reference) as reference, coalesce(r.candidate_id, n.candidate_id) as candidate_id, r.state,
       array_to_json(string_to_array((string_to_array(x.events, ','))[array_position(string_to_array(x.steps, ','), r.step)], '+')) as events,
       null::boolean as is_allowed, null::json as guards, -- made from what the rules say (work_guards.c)
       case when r.is_dated and isfinite(r.due_key) then r.due_key end as due_on,
       r.is_dated and r.due_key < n.today as is_late,
       case r.kind when 'CANDIDACY' then '/v1/candidacies/' || r.id
                   when 'FILE' then '/v1/files/' || r.id
                   when 'NOTIFICATION' then '/v1/candidacies/' || r.candidacy_id || '/notifications'
                   when 'HANDOVER' then '/v1/certificates/' || r.id || '/handovers'
                   when 'SESSION' then '/v1/sessions/' || r.id
                   when 'TRANSFER_REQUEST' then '/v1/transfer-requests/' || r.id
                   when 'APPEAL' then '/v1/appeals/' || r.id
                   when 'CERTIFICATE' then '/v1/candidacies/' || r.id
                   else '/v1/annulment-requests/' || r.id end as href, {{marks r}}
from unnest($3::int[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::int[])
     with ordinality as x(page_limit, cursor_id, cursor_key, steps, events, consent_days, item)
cross join lateral (
    {{walk}}
      and (x.steps is null or c.step = any (string_to_array(x.steps, ',')))
    {{end}}
) r
cross join lateral (
    select k.reference, k.candidate_id,
           case when k.owner_org_id is null then current_day()
                else deadline_day((select o.time_zone from organism o where o.id = k.owner_org_id)) end as today
    from (select r.candidacy_id as id) w
    left join candidacy k on k.id = w.id
    offset 0) as n
where $1::text is not null
order by x.item, {{order r}}
