-- A correction from the version that was read: a merge patch.
update candidate c
set ({{candidate_fields}}) = (select {{r.candidate_fields}} from jsonb_populate_record(c, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where c.id = x.id and c.version = x.version and candidate_is_visible($1::text, $2::uuid, c.id, c.created_by_org_id) and c.status <> 'MERGED'
