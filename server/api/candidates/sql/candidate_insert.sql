-- A new candidate; the reference is drawn here, of the year of the act.
insert into candidate (id, reference, created_by_org_id,
     birth_name, usage_name, first_name_1, first_name_2, first_name_3, sex, birth_year, birth_month,
     birth_day, birth_commune_insee, birth_postal_code, birth_commune_label, birth_country_code,
     birth_country_label, email, phone, address_line_1, address_line_2, postal_code, city, employment_status,
     branch_idcc, employer_siret, region)
select x.id, next_reference('CAN', x.year), x.org_id,
     x.birth_name, x.usage_name, x.first_name_1, x.first_name_2, x.first_name_3, x.sex, x.birth_year,
     x.birth_month, x.birth_day, x.birth_commune_insee, x.birth_postal_code, x.birth_commune_label,
     x.birth_country_code, x.birth_country_label, x.email, x.phone, x.address_line_1, x.address_line_2,
     x.postal_code, x.city, x.employment_status, x.branch_idcc, x.employer_siret, x.region
from unnest($3::uuid[], $4::int[], $5::uuid[],
     $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::int[], $13::int[],
     $14::int[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[],
     $22::text[], $23::text[], $24::text[], $25::text[], $26::text[], $27::text[], $28::text[], $29::text[])
     as x(id, year, org_id,
     birth_name, usage_name, first_name_1, first_name_2, first_name_3, sex, birth_year, birth_month,
     birth_day, birth_commune_insee, birth_postal_code, birth_commune_label, birth_country_code,
     birth_country_label, email, phone, address_line_1, address_line_2, postal_code, city, employment_status,
     branch_idcc, employer_siret, region)
where $1::text is not null
