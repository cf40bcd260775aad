-- SPDX-License-Identifier: EUPL-1.2
-- What became of each of several certificates, in the order in which they were asked for: what was decided, and the numbers
-- (certificate_pk).
select x.item, x.issued_count, x.existing_count, x.refused_count, x.has_more,
       coalesce((select json_agg(json_build_object('candidacy_id', o.one ->> 'candidacy_id', 'outcome', o.one ->> 'outcome',
                                                   'certificate_id', o.one ->> 'certificate_id', 'number', c.number,
                                                   'problem', o.one -> 'problem') order by o.place)
                 from json_array_elements(x.outcomes::json) with ordinality as o(one, place)
                 left join certificate c on c.id = (o.one ->> 'certificate_id')::uuid), '[]'::json) as data
from unnest($3::text[], $4::int[], $5::int[], $6::int[], $7::boolean[]) with ordinality
     as x(outcomes, issued_count, existing_count, refused_count, has_more, item)
where scope_writes_all($1::text)
