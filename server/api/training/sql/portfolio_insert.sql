-- SPDX-License-Identifier: EUPL-1.2
-- A portfolio is handed over; each issue is a row of its own.
insert into portfolio (id, candidacy_id, ordinal, issued_on, issued_by, acting_org_id, valid_until, subdomain_mask, content)
select x.id, x.candidacy_id, (select coalesce(max(p.ordinal), 0) + 1 from portfolio p where p.candidacy_id = x.candidacy_id),
       x.issued_on, x.issued_by, x.org_id, x.valid_until, x.mask, x.content::jsonb
from unnest($3::uuid[], $4::uuid[], $5::date[], $6::uuid[], $7::uuid[], $8::date[], $9::bigint[], $10::text[])
     as x(id, candidacy_id, issued_on, issued_by, org_id, valid_until, mask, content)
where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
