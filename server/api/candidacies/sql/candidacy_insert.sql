-- SPDX-License-Identifier: EUPL-1.2
-- T1: a candidacy begins; its file number is drawn here.
insert into candidacy (id, reference, candidate_id, referential_code, owner_org_id, opened_org_id, opened_on,
                       previous_candidacy_id, last_activity_on, entered_on,
                       is_opened_by_certifier)
select x.id, next_reference('DOS', x.year), x.candidate_id, x.referential_code, x.org_id, x.org_id, x.opened_on,
       x.previous_id, x.opened_on, x.today, x.by_certifier
from unnest($3::uuid[], $4::int[], $5::uuid[], $6::text[], $7::uuid[], $8::date[], $9::uuid[], $10::date[],
            $11::boolean[], $12::int[])
     as x(id, year, candidate_id, referential_code, org_id, opened_on, previous_id, today, by_certifier, most)
where $1::text is not null
  -- Under the lock of the candidate: one contact of a candidate in an organism, and no more candidacies than there may be.
  and not exists (select from candidacy c where c.candidate_id = x.candidate_id and c.referential_code = x.referential_code
                  and c.owner_org_id = x.org_id and c.state = 'CONTACT' and (c.is_opened_by_certifier or not x.by_certifier))
  and {{candidacy_present}} < x.most
