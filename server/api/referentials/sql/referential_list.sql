-- Versions of the référentiels, newest first, by page (referential_version_pk).
select x.item, r.id, r.code, r.version, r.title, r.status, r.valid_from, r.valid_to, r.declared_counts, r.listed_counts,
       r.item_count, r.subdomain_count, r.row_version, wire_instant(r.created_at) as created_at,
       wire_instant(r.activated_at) as activated_at
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::text[], $7::text[]) with ordinality
     as x(page_limit, cursor_id, is_backward, code, status, item)
cross join lateral (
    select v.*
    from referential_version v
    where (x.cursor_id is null or case when x.is_backward then v.id > x.cursor_id else v.id < x.cursor_id end)
      and (x.code is null or v.code = x.code)
      and (x.status is null or v.status = x.status)
    order by case when x.is_backward then v.id end, v.id desc
    limit x.page_limit
) r
where $1::text is not null
