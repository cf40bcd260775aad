-- SPDX-License-Identifier: EUPL-1.2
-- What the record of a handing-over rests on: the certificate by id or number, or a duplicate of it, its candidacy and commission, the record
-- that stands, the last duplicate that took its place with another identity, and whether the one that is to be corrected is of the same paper (certificate_pk, certificate_by_number,
-- certificate_handover_by_certificate).
select x.item, c.id, c.candidacy_id, c.owner_org_id, c.commission_id, coalesce(u.issued_on, c.issued_on) as issued_on, c.annulled_on,
       next.issued_on as superseded_on, next.id as superseded_by,
       standing.id as standing_id,
       exists (select from certificate_handover_seen n where n.id = x.corrects_id and n.certificate_id = c.id
               and n.duplicate_id is not distinct from u.id) as is_of_paper,
       (select count(*) from certificate_handover_seen n
        where n.certificate_id = c.id and n.duplicate_id is not distinct from u.id and n.acting_scope = $1::text
          and n.acting_org_id is not distinct from case when $1::text = 'ORGANISM' then $2::uuid end) as present_count
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[]) with ordinality as x(id, reference, certificate_duplicate_id, corrects_id, item)
{{handover_paper}}
left join lateral (
    select n.id from certificate_handover_seen n
    where n.certificate_id = c.id and n.duplicate_id is not distinct from u.id
      and not exists (select from certificate_handover_seen k where k.certificate_id = c.id and k.corrects_id = n.id)
) as standing on true
left join lateral (
    select (array_agg(d.id order by d.ordinal desc))[1] as id, min(d.issued_on) as issued_on from certificate_duplicate_seen d
    where d.certificate_id = c.id and d.ordinal > coalesce(u.ordinal, 0) and d.reason = 'IDENTITY_CORRECTED'
) as next on true
where scope_sees_candidacy($1::text, $2::uuid, c.candidacy_id) and (x.certificate_duplicate_id is null or u.id is not null)
