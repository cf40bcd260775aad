-- SPDX-License-Identifier: EUPL-1.2
-- A quality certificate is recorded.
insert into quality_certificate (id, organism_id, number, valid_from, valid_to)
select x.id, x.organism_id, x.number, x.valid_from, x.valid_to
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::date[], $7::date[]) as x(id, organism_id, number, valid_from, valid_to)
where scope_writes_all($1::text)
