-- SPDX-License-Identifier: EUPL-1.2
-- What a certificate says of its holder, to be compared with what somebody was told: never shown.
select x.item, v.number, v.status = 'ANNULLED' as is_annulled, v.is_superseded, v.title, v.referential_code, v.decision_on, v.annulled_on,
       v.holder ->> 'birth_name' as birth_name, v.holder ->> 'usage_name' as usage_name, v.holder ->> 'first_name_1' as first_name_1,
       (v.holder ->> 'birth_year')::int as birth_year, (v.holder ->> 'birth_month')::int as birth_month,
       (v.holder ->> 'birth_day')::int as birth_day
from unnest($3::text[]) with ordinality as x(code, item)
cross join lateral verify_certificates(array[x.code]) as v
where $1::text is not null
