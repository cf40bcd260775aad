-- Whether a candidate has a live candidacy or a certificate anywhere, and the cycle before: no one else's data (A37).
select x.item, s.has_live_candidacy, s.is_certified, s.previous_candidacy_id
from unnest($3::uuid[], $4::text[]) with ordinality as x(candidate_id, referential_code, item)
cross join lateral candidate_standing(array[x.candidate_id], array[x.referential_code], array[null::uuid]) s
where $1::text is not null
