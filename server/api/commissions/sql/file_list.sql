-- SPDX-License-Identifier: EUPL-1.2
-- Files sent to commissions that the caller sees, by page (file_pk, file_by_owner, file_by_commission_id, former_file_by_id; those whose decision is to be told:
-- file_untold…). A juror
-- finds those on the agenda of a session that falls in his mandate.
select x.item, r.id, r.candidacy_id, k.reference as candidacy_reference, r.commission_id, r.ordinal, r.status, r.submitted_on, r.notification_due_on,
       r.is_direct_route, r.answered_on, (select i.session_id from agenda_item i where i.file_id = r.id and i.is_live) as agenda_session_id,
       wire_instant(r.created_at) as created_at, {{marks r}}
from unnest($3::int[], $4::uuid[], $5::text[], $6::uuid[], $7::uuid[], $8::date[])
     with ordinality as x(page_limit, cursor_id, status, commission_id, juror_id, notification_due_to, item)
cross join lateral (
    {{walk}}
      and (x.juror_id is null or exists (
          select from agenda_item i
          join session s on s.id = i.session_id
          join commission_member m on m.commission_id = s.commission_id and m.mandate_from <= s.held_on
               and (m.mandate_to is null or m.mandate_to >= s.held_on)
          where i.file_id = c.id and i.removed_on is null and m.person_id = x.juror_id))
      and (x.status is null or c.status = x.status)
      and (x.commission_id is null or c.commission_id = x.commission_id)
      and (x.notification_due_to is null or c.notification_due_on <= x.notification_due_to)
    {{end}}
) r
join candidacy_seen k on k.id = r.candidacy_id
where $1::text is not null
order by x.item, {{order r}}
