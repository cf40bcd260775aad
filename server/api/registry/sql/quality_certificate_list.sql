-- Quality certificates of an organism, latest first (quality_certificate_no_overlap).
select x.item, {{quality_certificate}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
join organism o on o.id = x.id or o.reference = x.reference
join quality_certificate q on q.organism_id = o.id
where $1::text is not null
order by x.item, q.valid_from desc
