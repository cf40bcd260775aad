-- A portfolio by id.
select x.item, p.id, p.candidacy_id, p.ordinal, p.issued_on, p.issued_by, p.acting_org_id, p.valid_until, p.content,
       wire_instant(p.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join portfolio p on p.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, p.candidacy_id)
