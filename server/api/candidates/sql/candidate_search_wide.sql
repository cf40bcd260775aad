-- SPDX-License-Identifier: EUPL-1.2
-- Whether the words of a search lead to too many: each of them to more than so many entries of candidate_word_by_word, or of
-- candidate_access_word_pk, and all of them together to more than so many candidates. As candidate_search, which finds nothing then.
select x.item,
       candidate_words_are_asked($1::text, x.reference)
       and candidates_led_to($1::text, $2::uuid, string_to_array(concat_ws(' ', x.words, x.birth_name, x.first_name_1), ' ')
                                 || candidate_marks(x.birth_year, x.birth_commune_insee), {{candidate_search_most}}) is null as is_wide
from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[])
     with ordinality as x(words, birth_name, first_name_1, reference, birth_year, birth_commune_insee, item)
