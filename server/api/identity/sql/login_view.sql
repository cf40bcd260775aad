-- A login by id, when the caller sees it: row-level security says so (login_read).
select x.item, {{login}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join login l on l.id = x.id
where scope_sees_all($1::text) or l.candidate_id = $2::uuid or (l.partner_scope = $1::text and l.partner_id = $2::uuid)
      or exists (select from invitation i where i.id = l.invitation_id and i.scope = $1::text and i.scope_id = $2::uuid)
