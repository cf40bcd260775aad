-- SPDX-License-Identifier: EUPL-1.2
-- What tells two records apart, by the members that both have: an initial is no other first name (decision 37). Whether whoever merges has
-- made one of them alike himself, and by whose statement they are one person: as of an identity (identity_statement_by_candidate).
select x.item, c.id,
       array(
           select p.name
           from unnest(array['birth_name', 'first_name_1', 'sex', 'birth_year', 'birth_month', 'birth_day', 'birth_country_code',
                             'birth_commune_insee', 'first_name_2', 'first_name_3', 'birth_commune_label'],
                       c.identity_parts, o.identity_parts) with ordinality as p(name, mine, yours, place)
           where p.mine <> p.yours and not (p.name = 'first_name_1' and first_names_may_be_one(c.first_name_1, o.first_name_1))
             and (p.name not in ('first_name_2', 'first_name_3') or other_names_differ(c.identity_parts[9:10], o.identity_parts[9:10]))
           order by p.place) as apart,
       coalesce(human_of(x.person_id) in (human_of(c.identity_by), human_of(o.identity_by)), false) as is_by_asker,
       s.id as statement_id, s.is_asker
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[])
     with ordinality as x(id, reference, duplicate_id, person_id, credential_id, item)
cross join lateral (select t.* from candidate t where t.id = x.id or t.reference = x.reference offset 0) as c
join candidate o on o.id = x.duplicate_id
left join lateral (
    select s.id, not credentials_are_apart(s.stated_with, s.stated_by, x.credential_id, x.person_id, false) as is_asker
    from identity_statement s
    where (s.candidate_id, s.other_id) in ((c.id, o.id), (o.id, c.id)) and not s.is_distinct and s.stands_until >= current_day()
    order by 2, s.id desc limit 1) as s on true
where scope_sees_all($1::text) and c.id <> o.id
