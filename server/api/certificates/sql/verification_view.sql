-- Public verification: what may be told to whoever holds the code, and the holder's initials.
select x.item, v.number, case v.status when 'ISSUED' then 'VALID' else v.status end as status, v.title, v.referential_code,
       v.decision_on, v.annulled_on,
       left(v.holder ->> 'first_name_1', 1) || '. ' || left(v.holder ->> 'birth_name', 1) || '.' as holder_initials
from unnest($3::text[]) with ordinality as x(code, item)
cross join lateral verify_certificates(array[x.code]) as v
where $1::text is not null
