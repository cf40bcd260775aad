-- SPDX-License-Identifier: EUPL-1.2
-- A candidate just recorded, with the records that may be of the same person, as the list of them says (candidate_similar).
-- growth: 6, more people have a name or a year among more files: two hundred of each word at most
select x.item, c.id, c.reference, c.status, {{c.candidate_fields}}, false as is_withheld, c.version, wire_instant(c.created_at) as created_at,
       (select coalesce(json_agg(json_build_object('candidate_id', r.candidate_id, 'reference', r.reference, 'score', r.score,
                                                   'matched', array_to_json(r.matched), 'is_alike', r.is_alike)
                                 order by r.is_alike desc, r.score desc, r.candidate_id), '[]')
        from {{candidate_likeness}} r) as possible_duplicates
from unnest($3::uuid[]) with ordinality as x(id, item)
join candidate c on c.id = x.id
where candidate_is_visible($1::text, $2::uuid, c.id, c.created_by_org_id) and c.status <> 'MERGED'
