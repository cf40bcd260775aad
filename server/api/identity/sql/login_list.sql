-- Logins that the caller sees, newest first, by page (login_pk; login_one_of_person, login_one_of_candidate).
select x.item, {{login}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::uuid[], $7::boolean[], $8::uuid[], $9::uuid[]) with ordinality
     as x(page_limit, cursor_id, is_backward, caller_id, is_inviter, person_id, candidate_id, item)
cross join lateral (
    select l.id, l.person_id, l.candidate_id, l.issuer, l.invitation_id, l.ended_at, l.version, l.created_at
    from login l
    where {{login_seen}}
      and (x.person_id is null or l.person_id = x.person_id)
      and (x.candidate_id is null or l.candidate_id = x.candidate_id)
      and (x.cursor_id is null or case when x.is_backward then l.id > x.cursor_id else l.id < x.cursor_id end)
    order by case when x.is_backward then l.id end, l.id desc
    limit x.page_limit
) l
