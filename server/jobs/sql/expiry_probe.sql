-- SPDX-License-Identifier: EUPL-1.2
-- Whether anything is due for the sweep: asked often, answered by partial indexes (candidacy_by_expiry, candidacy_activity_by_contact, candidacy_activity_by_idle, link_request_by_term,
-- transfer_request_by_day, annulment_request_by_term).
select x.item, exists (select from candidacies_due(x.due::int[])) or exists (select from link_requests_overdue(1))
               or exists (select from transfer_requests_due(x.days))
               or exists (select from annulment_request r where r.state = 'REQUESTED' and r.confirm_until < current_day()) as is_due
from unnest($3::text[], $4::int[]) with ordinality as x(due, days, item)
where $1::text is not null
