-- SPDX-License-Identifier: EUPL-1.2
-- The sealed convocation of a juror, the last one (convocation_pk, document_pk); of whoever was not convened there is none, before the
-- session is convened not yet. One that says another day, time or place than the session has is handed to nobody any more. Those of
-- before had several editions each.
select x.item, s.id as session_id, null::uuid as candidate_id, s.reference as label, v.edition - 1 + d.edition as ordinal, coalesce(v.is_outdated, false) as is_void,
       (select string_agg(i.candidacy_id::text, ',') from agenda_item i where i.session_id = s.id and i.removed_on is null) as candidacy_ids,
       {{document_row}}
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, member_id, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
join commission_member m on m.id = x.member_id and m.commission_id = s.commission_id
left join standing_convocation v on v.session_id = s.id and v.member_id = m.id
left join lateral (select t.* from document t where t.subject_id = v.id and t.kind = 'CONVOCATION' order by t.edition desc limit 1) as d on true
where (scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid))
  and (v.id is not null or s.state = 'PLANNED')
