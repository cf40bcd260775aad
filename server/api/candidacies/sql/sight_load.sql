-- SPDX-License-Identifier: EUPL-1.2
-- A contact that asks for the sight of its candidate: whether somebody has to open the record, and whether who answers came by a
-- login that the very organism gave (candidacy_pk).
select x.item, c.id, c.candidate_id, c.owner_org_id, c.version, o.time_zone,
       c.state = 'CONTACT' and candidate_needs_sight(c.candidate_id, c.owner_org_id) as is_needed,
       credential_is_given_by(x.credential_id, 'ORGANISM', c.owner_org_id) as is_given_by_asker
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, credential_id, item)
cross join lateral candidacies_named('CANDIDACY', x.id, x.reference) as named(id)
join candidacy_seen c on c.id = named.id
join organism o on o.id = c.owner_org_id
where $1::text in ('CANDIDATE', 'CERTIFIER') and scope_sees_candidacy($1::text, $2::uuid, c.id)
