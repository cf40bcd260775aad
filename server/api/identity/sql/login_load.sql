-- What the end of a login is decided on.
select x.item, l.id, l.version, l.ended_at is null as is_bound, l.partner_id is not null as is_of_partner
from unnest($3::uuid[]) with ordinality as x(id, item)
join login l on l.id = x.id
where scope_sees_all($1::text) or l.candidate_id = $2::uuid or (l.partner_scope = $1::text and l.partner_id = $2::uuid)
      or exists (select from invitation i where i.id = l.invitation_id and i.scope = $1::text and i.scope_id = $2::uuid)
