-- SPDX-License-Identifier: EUPL-1.2
-- Records the caller sees that may be of the same person (A37): those that nothing known tells apart, then the likeliest. What each
-- agreement counts stands in candidate_likeness.part, with the least that is shown; both are choices of ours that no text gives. Names
-- without accents; of those on names one counts.
--
-- Only what agrees in enough can score enough: with the name at birth (30) anything; without it, at least 40 of the 70 points of the
-- rest, hence one of five sets of parts, or the two names in each other's place. Of the nation each is an index away (candidate_by_names,
-- candidate_by_first_and_year, candidate_by_first_and_day, candidate_by_birth_date, candidate_by_birth_commune). An organism's are found
-- by the words of the names and the year, one of which every set has (candidate_access_word_pk), so many of each: whoever records a
-- candidate is told the same (candidate_recorded). Whoever changes the points looks at the sets.
select x.item, r.candidate_id, r.reference, r.score, array_to_json(r.matched) as matched, r.is_alike
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from candidate_seen t where t.id = x.id or t.reference = x.reference offset 0) as c
cross join lateral {{candidate_likeness}} r
where candidate_is_seen($1::text, $2::uuid, c.id)
