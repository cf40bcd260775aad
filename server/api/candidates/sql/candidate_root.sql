-- The root of a change, and the record that the change is laid over.
select x.item, c.id, c.version, to_jsonb(c) as record, candidate_is_followed(c.id) as is_followed,
       candidate_is_correctable($1::text, $2::uuid, c.id, c.created_by_org_id) as is_correctable
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
join candidate c on c.id = x.id or c.reference = x.reference
where candidate_is_visible($1::text, $2::uuid, c.id, c.created_by_org_id) and c.status <> 'MERGED'
