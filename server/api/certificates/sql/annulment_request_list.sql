-- SPDX-License-Identifier: EUPL-1.2
-- Requests to annul certificates, by page (annulment_request_pk, annulment_request_by_certificate).
select x.item, {{annulment_request}}, {{marks r}}
from unnest($3::int[], $4::uuid[], $5::text[], $6::uuid[]) with ordinality as x(page_limit, cursor_id, states, certificate_id, item)
cross join lateral (
    {{walk}}
      and (x.states is null or c.state = any (string_to_array(x.states, ',')))
      and (x.certificate_id is null or c.certificate_id = x.certificate_id)
    {{end}}
) r
join certificate c on c.id = r.certificate_id
where scope_sees_all($1::text)
order by x.item, {{order r}}
