-- SPDX-License-Identifier: EUPL-1.2
-- The register: certificates that the caller sees, by page (certificate_pk, certificate_by_owner, certificate_by_commission_id,
-- certificate_by_candidacy, certificate_by_candidate, former_certificate_by_id; certificate_waiting… of those to be handed over).
select x.item, r.id, r.number, r.status, r.candidacy_id, r.referential_code, r.decision_on, r.issued_on, r.commission_id, r.handed_over_on, r.handover_due_on,
       r.version, wire_instant(r.created_at) as created_at, {{marks r}}
from unnest($3::int[], $4::uuid[], $5::text[], $6::uuid[], $7::uuid[], $8::date[])
     with ordinality as x(page_limit, cursor_id, status, candidacy_id, commission_id, handover_due_to, item)
cross join lateral (
    {{walk}}
      and (x.status is null or c.status = x.status)
      and (x.candidacy_id is null or c.candidacy_id = x.candidacy_id)
      and (x.commission_id is null or c.commission_id = x.commission_id)
      and (x.handover_due_to is null or c.handover_due_on <= x.handover_due_to)
    {{end}}
) r
where $1::text is not null
order by x.item, {{order r}}
