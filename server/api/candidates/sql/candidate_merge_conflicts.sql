-- SPDX-License-Identifier: EUPL-1.2
-- What two records may not have both: a live candidacy of one certification (as candidate_standing counts), or its certificate.
select x.item, kept.referential_code, kept.id as kept_id, moved.id as moved_id, kept.state = 'CERTIFIED' as is_certified
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, duplicate_id, item)
cross join lateral (select t.* from candidate t where t.id = x.id or t.reference = x.reference offset 0) as c
join candidacy kept on kept.candidate_id = c.id
join candidacy moved on moved.candidate_id = x.duplicate_id and moved.referential_code = kept.referential_code
join candidacy_state k on k.state = kept.state
join candidacy_state m on m.state = moved.state
where scope_writes_all($1::text) and kept.id <> moved.id
  and ((k.is_live and kept.information_on is not null and m.is_live and moved.information_on is not null)
       or (kept.state = 'CERTIFIED' and not kept.is_certificate_annulled
           and moved.state = 'CERTIFIED' and not moved.is_certificate_annulled))
order by kept.referential_code, kept.id
