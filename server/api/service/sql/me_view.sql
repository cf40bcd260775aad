-- SPDX-License-Identifier: EUPL-1.2
-- Who calls: the scope, by its primary key, the person, and what else he may act in (api_key_pk, login_pk).
select x.item, x.credential, x.credential_id, x.function_id, nullif($1::text, 'PUBLIC') as scope, $2::uuid as scope_id,
       coalesce(o.reference, c.reference, d.reference) as scope_reference,
       coalesce(o.name, n.name, c.name, u.name, d.first_name_1 || ' ' || coalesce(d.usage_name, d.birth_name), case when $1::text = 'CERTIFIER' then x.certifier_name end) as scope_name,
       array_to_json(string_to_array(nullif(x.roles, ''), ' ')) as roles,
       caller.functions, caller.person,
       coalesce(o.time_zone, c.time_zone, 'Europe/Paris') as time_zone,
       day_in(coalesce(o.time_zone, c.time_zone, 'Europe/Paris')) as today
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[]) with ordinality
     as x(credential, credential_id, function_id, roles, certifier_name, item)
left join organism o on $1::text = 'ORGANISM' and o.id = $2::uuid
left join network n on $1::text = 'NETWORK' and n.id = $2::uuid
left join commission c on $1::text = 'COMMISSION' and c.id = $2::uuid
left join funder u on $1::text = 'FUNDER' and u.id = $2::uuid
left join candidate d on $1::text = 'CANDIDATE' and d.id = $2::uuid
cross join lateral caller_of(x.credential, x.credential_id) caller
