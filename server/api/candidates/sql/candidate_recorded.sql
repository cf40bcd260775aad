-- A candidate just recorded, with the records that the caller sees and nothing known tells from it.
select x.item, c.id, c.reference, c.status, {{c.candidate_fields}}, false as is_withheld, c.version, wire_instant(c.created_at) as created_at,
       (select coalesce(json_agg(json_build_object('candidate_id', o.id, 'reference', o.reference) order by o.id), '[]')
        from (select n.id, n.reference from candidates_alike(c.id, c.identity_parts) a
              join candidate n on n.id = a.other_id
              where candidate_is_visible($1::text, $2::uuid, n.id, n.created_by_org_id)
              order by n.id limit 20) o) as possible_duplicates
from unnest($3::uuid[]) with ordinality as x(id, item)
join candidate c on c.id = x.id
where candidate_is_visible($1::text, $2::uuid, c.id, c.created_by_org_id) and c.status <> 'MERGED'
