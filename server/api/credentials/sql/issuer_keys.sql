-- SPDX-License-Identifier: EUPL-1.2
-- Who issues, and the public keys: all that ever signed, for what they signed is verified for ever, but those that were withdrawn. The
-- profile is that of the address under which a key was published last. Few rows: an issuer has a new key every other year.
with published as (select k.* from credential_key k where k.withdrawn_at is null)
select x.item, i.issuer, a.jwks, a.methods, a.method_ids
from unnest($3::bool[]) with ordinality as x(whole, item)
cross join lateral (select k.issuer from published k where x.whole order by k.published_at desc limit 1) i
cross join lateral (
    select string_agg(k.jwk, ',' order by k.published_at desc) as jwks,
           string_agg(k.method, ',' order by k.published_at desc) filter (where k.issuer = i.issuer) as methods,
           string_agg(to_json(k.issuer || '#' || k.id)::text, ',' order by k.published_at desc)
               filter (where k.issuer = i.issuer and k.method is not null) as method_ids
    from published k) a
where $1::text is not null
