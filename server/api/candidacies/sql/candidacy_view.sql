-- A candidacy by id or reference (candidacy_pk, candidacy_one_reference).
select x.item, {{candidacy}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
left join referential_version v on v.id = c.referential_version_id
where scope_sees_owned($1::text, $2::uuid, c.id, c.owner_org_id)
