-- SPDX-License-Identifier: EUPL-1.2
-- Decisions of which a draft changes what they say, with the domains and the day that they name then; and whether a decision is the last
-- one of its candidacy (rectification_pk, decision_by_candidacy).
select x.item, (f.value ->> 'agenda_item_id')::uuid as agenda_item_id, m.has_domains, m.has_day,
       array_to_string(array(select jsonb_array_elements_text(f.value -> 'domain_codes')), ',') as domain_codes,
       (f.value ->> 'answer_by_date')::date as answer_by_date, f.value ->> 'answer_by_date' as answer_by_text,
       not exists (select from decision o where o.candidacy_id = d.candidacy_id and o.id > d.id and o.effective_on is not null
                   and o.outcome <> 'NOT_EXAMINED') as is_last
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(session_id, session_reference, id, item)
cross join lateral (select t.* from session t where t.id = x.session_id or t.reference = x.session_reference offset 0) as s
cross join lateral (select t.* from rectification t where t.id = x.id and t.session_id = s.id offset 0) as r
cross join lateral jsonb_array_elements(r.content #> '{minutes,files}') with ordinality as f(value, line)
cross join lateral (
    select count(*) as mend_count, coalesce(bool_or(e.value ->> 'pointer' like '%/domain_codes'), false) as has_domains,
           coalesce(bool_or(e.value ->> 'pointer' like '%/answer_by_date'), false) as has_day
    from jsonb_array_elements(r.content -> 'mends') as e(value)
    where split_part(e.value ->> 'pointer', '/', 2) = 'files' and split_part(e.value ->> 'pointer', '/', 3) = (f.line - 1)::text) as m
cross join lateral (select t.* from decision t where t.id = (f.value ->> 'decision_id')::uuid offset 0) as d
where m.mend_count > 0 and (scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid))
order by x.item, f.line
