-- A candidate by id or reference (candidate_pk, candidate_one_reference).
select x.item, c.id, c.reference, c.status, {{c.candidate_fields}}, c.version, wire_instant(c.created_at) as created_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
join candidate c on c.id = x.id or c.reference = x.reference
where candidate_is_visible($1::text, $2::uuid, c.id, c.created_by_org_id) and c.status <> 'MERGED'
