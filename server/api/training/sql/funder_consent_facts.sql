-- SPDX-License-Identifier: EUPL-1.2
-- The candidacy of a new consent, whether the caller keeps it and came by a login that its organism gave, the funder, and whether a
-- consent stands (funder_consent_one_live). Those that a former owner wrote down are its own: an organism's are those since it has the file.
select x.item, c.id as candidacy_id, c.opened_on, scope_writes_candidacy($1::text, $2::uuid, c.id) as may_write,
       exists (select from funder u where u.id = x.funder_id and u.status = 'ACTIVE') as has_funder,
       (select s.id from funder_consent s where s.candidacy_id = c.id and s.funder_id = x.funder_id and s.withdrawn_on is null) as live_id,
       credential_is_given_by(x.credential_id, 'ORGANISM', c.owner_org_id) as is_given_by_asker,
       {{funder_consent_present}} as present_count
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[]) with ordinality as x(id, reference, funder_id, credential_id, item)
cross join lateral candidacies_named('CANDIDACY', x.id, x.reference) as named(id)
join candidacy_seen c on c.id = named.id
where scope_sees_candidacy($1::text, $2::uuid, c.id)
