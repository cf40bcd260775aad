-- SPDX-License-Identifier: EUPL-1.2
-- Who was shown what of a candidacy, newest first, by page (accesses_of: access_log_by_named).
select x.item, l.id, wire_instant(l.read_at) as read_at,
       case when l.action = 'DELIBERATION' then l.action else access_effect(l.effect, l.action, l.status) end as action,
       upper(replace(l.object_kind, ' ', '_')) as subject, nullif(l.action, 'DELIBERATION') as operation, l.status, l.scope, case when l.scope <> 'CANDIDATE' then l.scope_id end as scope_id,
       coalesce(o.name, n.name, c.name, u.name, case l.scope when 'CERTIFIER' then x.certifier_name end) as scope_name, coalesce(array_to_json(l.roles), '[]'::json) as roles, l.function_id,
       l.person_id, nullif(concat_ws(' ', p.first_name, p.last_name), '') as person_name
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::uuid[], $7::text[], $8::text[])
     with ordinality as x(page_limit, cursor_id, is_backward, id, reference, certifier_name, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
cross join lateral accesses_of(named.id, x.cursor_id, x.is_backward, x.page_limit) as l
left join organism o on l.scope = 'ORGANISM' and o.id = l.scope_id
left join network n on l.scope = 'NETWORK' and n.id = l.scope_id
left join commission c on l.scope = 'COMMISSION' and c.id = l.scope_id
left join funder u on l.scope = 'FUNDER' and u.id = l.scope_id
left join person p on p.id = l.person_id
where scope_sees_candidacy($1::text, $2::uuid, named.id)
order by x.item, case when x.is_backward then l.id end, l.id desc
