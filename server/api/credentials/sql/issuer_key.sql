-- SPDX-License-Identifier: EUPL-1.2
-- A public key by its thumbprint, as it was published last; one that was withdrawn is not there.
select x.item, k.jwk
from unnest($3::text[]) with ordinality as x(id, item)
cross join lateral (select t.jwk from credential_key t where t.id = x.id and t.withdrawn_at is null order by t.published_at desc limit 1) k
where $1::text is not null
