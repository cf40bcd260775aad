-- The register: certificates that the caller sees, newest first, by page.
select x.item, r.id, r.number, r.status, r.candidacy_id, r.referential_code, r.decision_on, r.issued_on, r.commission_id,
       r.version, wire_instant(r.created_at) as created_at
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::text[], $7::uuid[], $8::uuid[])
     with ordinality as x(page_limit, cursor_id, is_backward, status, candidacy_id, commission_id, item)
cross join lateral (
    select c.*
    from certificate_seen c
    where scope_sees_candidacy($1::text, $2::uuid, c.candidacy_id)
      and (x.cursor_id is null or case when x.is_backward then c.id > x.cursor_id else c.id < x.cursor_id end)
      and (x.status is null or c.status = x.status)
      and (x.candidacy_id is null or c.candidacy_id = x.candidacy_id)
      and (x.commission_id is null or c.commission_id = x.commission_id)
    order by case when x.is_backward then c.id end, c.id desc
    limit x.page_limit
) r
