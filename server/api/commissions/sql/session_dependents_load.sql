-- SPDX-License-Identifier: EUPL-1.2
-- A19, 9.3: the jurors who are linked to a file of the session, and those who may not sit at all (juror_links).
with asked as materialized (
    select x.item, s.id
    from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::boolean[]) with ordinality
         as x(id, reference, agenda_item_id, caller_id, brings_mandates, item)
    cross join lateral sessions_named(x.id, x.reference, x.agenda_item_id) as named(id)
    cross join lateral (select t.id, t.commission_id from session t where t.id = named.id offset 0) as s
    where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
)
select s.item, link.agenda_item_id as id, link.member_id, bool_or(link.is_excluded) as is_excluded
from asked s
cross join lateral juror_links(s.id, null) as link
group by s.item, link.agenda_item_id, link.member_id
