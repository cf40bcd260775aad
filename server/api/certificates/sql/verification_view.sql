-- SPDX-License-Identifier: EUPL-1.2
-- Public verification: what may be told to whoever holds the code, and the holder's initials: the first letters, whatever sign a
-- name begins with (a name holds letters, apostrophes, hyphens, full stops and blanks: server/text/text.h).
select x.item, v.number, case when v.status <> 'ISSUED' then v.status when v.is_superseded then 'SUPERSEDED' else 'VALID' end as status, v.title, v.referential_code,
       v.decision_on, v.annulled_on,
       left(ltrim(v.holder ->> 'first_name_1', s.signs), 1) || '. ' || left(ltrim(v.holder ->> 'birth_name', s.signs), 1) || '.' as holder_initials
from unnest($3::text[]) with ordinality as x(code, item)
cross join lateral verify_certificates(array[x.code]) as v
cross join (values (U&' .''`-\00A0\00B4\02B9\02BB\02BC\02BD\02C8\2010\2011\2012\2013\2014\2015\2018\2019\201B\2032\2035\202F\FF07')) as s(signs)
where $1::text is not null
