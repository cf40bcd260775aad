-- SPDX-License-Identifier: EUPL-1.2
-- The earliest day of what was done or agreed to since the contact (candidacy_event_one_sequence, funder_consent_by_candidacy,
-- transfer_request_by_contact): no contact
-- is corrected to a later one. Null: nothing was.
select x.item, least(
           (select min(least(e.occurred_on, (e.data ->> 'consent_on')::date)) from candidacy_event e
            where e.candidacy_id = named.id and e.event not in ('OPEN_CONTACT', 'CORRECT_CONTACT')),
           (select min(f.given_on) from funder_consent f where f.candidacy_id = named.id),
           (select min(r.consent_on) from transfer_request r where r.contact_candidacy_id = named.id)) as first_act_on
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
where scope_sees_candidacy($1::text, $2::uuid, named.id)
