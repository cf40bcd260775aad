-- SPDX-License-Identifier: EUPL-1.2
-- A certificate of which a duplicate is asked; the identity on its last paper beside that of its holder today, and the texts of this.
select x.item, c.id, c.status, c.issued_on, (select count(*) from certificate_duplicate d where d.certificate_id = c.id) as present_count,
       holder_changes(coalesce(last.holder, c.holder), {{holder_printed}}) as changed_members, concat({{holder_texts}}) as printed
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from certificate_seen t where t.id = x.id or t.number = x.reference offset 0) as c
cross join lateral (select n.* from candidate n where n.id = c.candidate_id offset 0) as n
left join lateral (select d.holder from certificate_duplicate d where d.certificate_id = c.id order by d.ordinal desc limit 1) as last on true
where scope_sees_candidacy($1::text, $2::uuid, c.candidacy_id)
