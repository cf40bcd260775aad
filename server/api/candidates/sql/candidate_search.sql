-- SPDX-License-Identifier: EUPL-1.2
-- Candidates the caller sees, newest first, by page; all given criteria must match. Words are looked up by their beginnings, year and
-- commune of birth as marks among them (candidates_found: candidate_word_by_word for who sees the country, candidate_access_word_pk for an
-- organism), so many at most. A whole name is among the words of its record too, so it narrows the search like one.
select x.item, r.id, r.reference, r.birth_name, r.usage_name, r.first_name_1, r.birth_year, r.status, r.birth_name is null as is_withheld, r.version,
       wire_instant(r.created_at) as created_at
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::text[], $7::text[], $8::text[], $9::text[], $10::int[], $11::int[],
            $12::int[], $13::text[], $14::text[])
     with ordinality as x(page_limit, cursor_id, is_backward, words, birth_name, first_name_1, reference, birth_year, birth_month,
                          birth_day, birth_commune_insee, birth_country_code, item)
cross join lateral (
    -- Sorted before anything is asked of a record: a page looks at as many as it takes.
    select c.*
    from (select f.id, case when x.is_backward then f.id end as up
          from candidates_found($1::text, $2::uuid, x.reference,
                                string_to_array(concat_ws(' ', x.words, x.birth_name, x.first_name_1), ' ')
                                    || candidate_marks(x.birth_year, x.birth_commune_insee), {{candidate_search_most}}) as f (id)
          where x.cursor_id is null or case when x.is_backward then f.id > x.cursor_id else f.id < x.cursor_id end
          order by up, f.id desc offset 0) found
    cross join lateral (select c.* from candidate_seen c where c.id = found.id offset 0) c
    where c.status <> 'MERGED'
      and (x.birth_name is null or c.identity_parts[1] = x.birth_name)
      and (x.first_name_1 is null or c.identity_parts[2] = x.first_name_1)
      and (x.birth_year is null or c.birth_year = x.birth_year)
      and (x.birth_month is null or c.birth_month = x.birth_month)
      and (x.birth_day is null or c.birth_day = x.birth_day)
      and (x.birth_country_code is null or c.identity_parts[7] = x.birth_country_code)
      and (x.birth_commune_insee is null or c.birth_commune_insee = x.birth_commune_insee)
    order by found.up, found.id desc
    limit x.page_limit
) r
