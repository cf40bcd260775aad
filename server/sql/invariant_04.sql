-- Invariant 4: certified only with every sub-domain of the pinned version validated, after its last voiding.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::int[]) with ordinality as x(number, stricter_min_pct, item)
cross join lateral (
    select c.id, 'sub-domain ' || s.code from candidacy c
    join referential_subdomain s on s.referential_version_id = c.referential_version_id
    where c.state = 'CERTIFIED' and not exists (
          select from evaluation_subdomain x
          where x.candidacy_id = c.id and x.code = s.code and x.stored = 'V' and not x.is_annulled
            and x.ordinal > coalesce((select max(v.after_evaluation_ordinal) from subdomain_voiding v
                where v.candidacy_id = c.id and s.domain_code = any (v.domain_codes)
                  and not exists (select from subdomain_voiding_lift l where l.voiding_id = v.id)), 0))
) as broken(id, detail)
where scope_sees_all($1::text) and ($2::uuid is null or $2::uuid is not null)
order by broken.id, broken.detail
limit 10
