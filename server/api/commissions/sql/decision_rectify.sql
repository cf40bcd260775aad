-- SPDX-License-Identifier: EUPL-1.2
-- Decisions read as the rectifying minutes do that both colleges have signed, those whose words, domains or day they mend; the last day to
-- tell the candidates is set anew. decision_reads_as_minutes looks at the end.
update decision d
set reasons = said.value ->> 'reasons', request_text = said.value ->> 'request_text',
    answer_by_date = (said.value ->> 'answer_by_date')::date,
    domain_codes = array(select jsonb_array_elements_text(said.value -> 'domain_codes')),
    rectified_on = said.rectified_on, rectification_id = said.id,
    notification_due_on = case when d.outcome <> 'NOT_EXAMINED' then said.notification_due_on end
from (select x.id, x.rectified_on, x.notification_due_on, f.value
      from unnest($3::uuid[], $4::date[], $5::date[]) as x(id, rectified_on, notification_due_on)
      cross join lateral (select t.* from rectification t where t.id = x.id offset 0) as r
      cross join lateral jsonb_array_elements(r.content #> '{minutes,files}') with ordinality as f(value, line)
      where exists (select from jsonb_array_elements(r.content -> 'mends') as e(value)
                    where split_part(e.value ->> 'pointer', '/', 2) = 'files'
                      and split_part(e.value ->> 'pointer', '/', 3) = (f.line - 1)::text)) as said
where d.id = (said.value ->> 'decision_id')::uuid
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and d.commission_id = $2::uuid))
