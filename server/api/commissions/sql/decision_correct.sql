-- SPDX-License-Identifier: EUPL-1.2
-- What a decision says is corrected while its session is open (decision_guard).
update decision d
set reasons = x.reasons, domain_codes = coalesce(string_to_array(x.domain_codes, ','), '{}'), request_text = x.request_text,
    answer_by_date = x.answer_by_date
from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::date[]) as x(id, reasons, domain_codes, request_text, answer_by_date)
where d.id = x.id and d.effective_on is null
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and d.commission_id = $2::uuid))
