-- SPDX-License-Identifier: EUPL-1.2
-- Which of the organisms and commissions exist that an event names, beside those whom the statements of its facts look up.
select x.item, x.id
from unnest($3::text[], $4::uuid[]) with ordinality as x(kind, id, item)
where $1::text is not null
  and case x.kind when 'ORGANISM' then exists (select from organism o where o.id = x.id)
                  else exists (select from commission k where k.id = x.id) end
