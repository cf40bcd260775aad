-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 4: certified only with every sub-domain of the pinned version validated, after its last voiding.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    with validated as (
        select e.candidacy_id, place.position, max(e.ordinal) as ordinal from evaluation e
        cross join lateral generate_series(1, char_length(e.subdomain_statuses)) as place(position)
        where e.candidacy_id > x.after and e.candidacy_id <= x.through and e.annulled_on is null
          and substr(e.subdomain_statuses, place.position, 1) = 'V'
        group by e.candidacy_id, place.position
    ), voided as (
        select v.candidacy_id, d.code as domain_code, max(v.after_evaluation_ordinal) as ordinal
        from subdomain_voiding v cross join lateral unnest(v.domain_codes) as d(code)
        where v.candidacy_id > x.after and v.candidacy_id <= x.through
          and not exists (select from subdomain_voiding_lift l where l.voiding_id = v.id)
        group by v.candidacy_id, d.code
    ), subdomain as materialized (
        select r.referential_version_id, r.domain_code, r.code, r.position from referential_subdomain r)
    select c.id, 'sub-domain ' || s.code from candidacy c
    join subdomain s on s.referential_version_id = c.referential_version_id
    left join validated on validated.candidacy_id = c.id and validated.position = s.position
    left join voided on voided.candidacy_id = c.id and voided.domain_code = s.domain_code
    where c.id > x.after and c.id <= x.through and c.state = 'CERTIFIED'
      and not coalesce(validated.ordinal > coalesce(voided.ordinal, 0), false)
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
