-- SPDX-License-Identifier: EUPL-1.2
-- A draft written anew; what was activated is kept by the trigger referential_version_immutable as well.
update referential_version v
set title = x.title, valid_from = x.valid_from, valid_to = x.valid_to, shape = x.shape, tree = x.tree::jsonb,
    declared_counts = x.declared_counts::jsonb, listed_counts = x.listed_counts::jsonb
from unnest($3::uuid[], $4::int[], $5::text[], $6::date[], $7::date[], $8::text[], $9::text[], $10::text[], $11::text[])
     as x(id, version, title, valid_from, valid_to, shape, tree, declared_counts, listed_counts)
where v.id = x.id and v.row_version = x.version and v.status = 'DRAFT'
  and $1::text is not null
