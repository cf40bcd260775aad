-- A candidate by id or reference (candidate_pk, candidate_one_reference).
select x.item,
       c.id, c.reference, c.status, c.birth_name, c.usage_name, c.first_name_1, c.first_name_2,
       c.first_name_3, c.sex, c.birth_year, c.birth_month, c.birth_day, c.birth_commune_insee,
       c.birth_postal_code, c.birth_commune_label, c.birth_country_code, c.birth_country_label, c.email,
       c.phone, c.address_line_1, c.address_line_2, c.postal_code, c.city, c.employment_status,
       c.branch_idcc, c.employer_siret, c.region, c.version, wire_instant(c.created_at) as created_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
join candidate c on c.id = x.id or c.reference = x.reference
where candidate_is_visible($1::text, $2::uuid, c.id, c.created_by_org_id) and c.status <> 'MERGED'
