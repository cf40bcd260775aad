-- A person whose name is to be corrected, as it stands, and whether the asker may (person_pk).
select x.item, p.id, p.version, to_jsonb(p) as record, person_is_named_by(p.id, x.credential_id, x.acts_for_scope) as is_named_by_asker
from unnest($3::uuid[], $4::uuid[], $5::boolean[]) with ordinality as x(id, credential_id, acts_for_scope, item)
join person p on p.id = x.id
where $1::text is not null
