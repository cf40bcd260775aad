-- SPDX-License-Identifier: EUPL-1.2
-- A draft, with its tree and the shape that can be scored.
insert into referential_version (id, code, version, title, status, valid_from, valid_to, shape, tree, declared_counts,
                                 listed_counts)
select x.id, x.code, x.version, x.title, 'DRAFT', x.valid_from, x.valid_to, x.shape, x.tree::jsonb,
       x.declared_counts::jsonb, x.listed_counts::jsonb
from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::date[], $8::date[], $9::text[], $10::text[], $11::text[],
            $12::text[])
     as x(id, code, version, title, valid_from, valid_to, shape, tree, declared_counts, listed_counts)
where $1::text is not null
