-- SPDX-License-Identifier: EUPL-1.2
-- Published before it signs, and for ever.
insert into credential_key (id, issuer, algorithm, jwk, method)
select x.id, x.issuer, x.algorithm, x.jwk, x.method
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as x(id, issuer, algorithm, jwk, method)
on conflict on constraint credential_key_pk do nothing
