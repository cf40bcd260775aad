-- SPDX-License-Identifier: EUPL-1.2
-- The first habilitation that the days asked for would overlap (habilitation_no_overlap): of the holder that is named, or of that of the
-- habilitation that is granted or renewed, which keeps what it is not given.
select x.item, q.id as overlapping_id
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::date[], $8::boolean[], $9::date[]) with ordinality
     as x(id, holder_id, activity, referential_code, valid_from, sets_valid_to, valid_to, item)
left join habilitation own on own.id = x.id
cross join lateral (
    select h.id
    from habilitation h
    where coalesce(h.network_id, h.organism_id) = coalesce(x.holder_id, own.network_id, own.organism_id)
      and h.activity = coalesce(x.activity, own.activity) and h.referential_code = coalesce(x.referential_code, own.referential_code)
      and h.state in ('GRANTED', 'SUSPENDED') and h.id is distinct from own.id
      and h.valid_from <= coalesce(case when x.sets_valid_to then x.valid_to else own.valid_to end, 'infinity')
      and coalesce(h.valid_to, 'infinity') >= coalesce(x.valid_from, own.valid_from)
    order by h.valid_from
    limit 1
) q
where $1::text is not null
