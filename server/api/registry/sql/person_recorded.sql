-- SPDX-License-Identifier: EUPL-1.2
-- A person just recorded, with those whom the caller works with, or recorded before, and who may be the same: the first name agrees and
-- the last name does or nearly, or each is in the place of the other (affiliation_by_organism, commission_member_by_commission,
-- person_by_creator; of the nation person_by_name). Names without accents, hyphens and blanks.
select x.item, {{person}},
       (select coalesce(json_agg(json_build_object('person_id', r.person_id, 'last_name', r.last_name, 'first_name', r.first_name,
                                                   'matched', array_to_json(r.matched), 'is_alike', r.is_alike)
                                 order by r.is_alike desc, r.person_id), '[]')
        from {{person_likeness}} r) as possible_duplicates
from unnest($3::uuid[]) with ordinality as x(id, item)
join person p on p.id = x.id
where $1::text is not null
