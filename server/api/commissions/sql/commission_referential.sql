-- SPDX-License-Identifier: EUPL-1.2
-- Whether a certification exists, for a commission that will decide on it.
select x.item, exists (select from referential_version v where v.code = x.code) as is_known
from unnest($3::text[]) with ordinality as x(code, item)
where $1::text is not null
