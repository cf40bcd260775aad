-- SPDX-License-Identifier: EUPL-1.2
-- What one of the certifier states of who a candidate is, with the identity that his record has now: of another one nothing is said.
insert into identity_statement (id, candidate_id, other_id, is_distinct, holder, note, stated_on, stated_by, stated_with, stands_until)
select x.id, n.id, x.other_id, x.is_distinct, {{holder_printed}}, x.note, x.stated_on, x.person_id, x.credential_id, x.stands_until
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::bool[], $7::text[], $8::date[], $9::uuid[], $10::uuid[], $11::date[])
     as x(id, candidate_id, other_id, is_distinct, note, stated_on, person_id, credential_id, stands_until)
join candidate n on n.id = x.candidate_id
where scope_writes_all($1::text)
