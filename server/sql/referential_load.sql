-- What an event on a version is decided on (referential_version_one_label).
select x.item, v.id, v.status, v.valid_from, v.valid_to, v.tree::text as tree, v.row_version
from unnest($3::text[], $4::text[]) with ordinality as x(code, version, item)
join referential_version v on v.code = x.code and v.version = x.version
where $1::text is not null and ($2::uuid is null or $2::uuid is not null)
