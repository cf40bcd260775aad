-- SPDX-License-Identifier: EUPL-1.2
-- The first quality certificate that the days asked for would overlap (quality_certificate_no_overlap): of the organism that is named,
-- or of the holder of the certificate that is changed, which keeps the day that is not told. Its dates say which end is in the way.
select x.item, q.id, q.valid_from
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::date[], $7::date[], $8::boolean[]) with ordinality
     as x(id, reference, certificate_id, valid_from, valid_to, tells_end, item)
left join quality_certificate own on own.id = x.certificate_id
join organism o on o.id = coalesce(x.id, own.organism_id) or o.reference = x.reference
cross join lateral (
    select c.id, c.valid_from
    from quality_certificate c
    where c.organism_id = o.id and c.id is distinct from own.id
      and c.valid_from <= coalesce(case when x.tells_end then x.valid_to else own.valid_to end, 'infinity')
      and coalesce(c.valid_to, 'infinity') >= coalesce(x.valid_from, own.valid_from)
    order by c.valid_from
    limit 1
) q
where $1::text is not null
