-- Files sent to commissions that the caller sees, newest first, by page. A juror finds those on the agenda of a session
-- that falls in his mandate.
select x.item, r.id, r.candidacy_id, r.candidacy_reference, r.commission_id, r.ordinal, r.status, r.submitted_on,
       r.is_direct_route, r.answered_on, r.agenda_session_id, wire_instant(r.created_at) as created_at
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::text[], $7::uuid[], $8::uuid[])
     with ordinality as x(page_limit, cursor_id, is_backward, status, commission_id, juror_id, item)
cross join lateral (
    select f.*, c.reference as candidacy_reference,
           (select i.session_id from agenda_item i where i.file_id = f.id and i.is_live) as agenda_session_id
    from file_seen f
    join candidacy_seen c on c.id = f.candidacy_id
    where scope_sees_candidacy($1::text, $2::uuid, f.candidacy_id)
      and ($1::text <> 'COMMISSION' or f.commission_id = $2::uuid)
      and (x.juror_id is null or exists (
          select from agenda_item i
          join session s on s.id = i.session_id
          join commission_member m on m.commission_id = s.commission_id and m.mandate_from <= s.held_on
               and (m.mandate_to is null or m.mandate_to >= s.held_on)
          where i.file_id = f.id and i.removed_on is null and m.person_id = x.juror_id))
      and (x.cursor_id is null or case when x.is_backward then f.id > x.cursor_id else f.id < x.cursor_id end)
      and (x.status is null or f.status = x.status)
      and (x.commission_id is null or f.commission_id = x.commission_id)
    order by case when x.is_backward then f.id end, f.id desc
    limit x.page_limit
) r
