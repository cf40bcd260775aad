-- SPDX-License-Identifier: EUPL-1.2
-- The record of a candidate is opened to an organism.
insert into candidate_sight (candidate_id, organism_id, accepted_on, is_granted, settled_by, reason)
select x.candidate_id, x.organism_id, x.accepted_on, x.is_granted, x.settled_by, x.reason
from unnest($3::uuid[], $4::uuid[], $5::date[], $6::boolean[], $7::uuid[], $8::text[])
     as x(candidate_id, organism_id, accepted_on, is_granted, settled_by, reason)
where $1::text in ('CANDIDATE', 'CERTIFIER')
