-- 0021 the thresholds an evaluation was scored by: the stricter policy may be switched on or off later, and what was completed
-- must still be recomputable from its grid (2.2 rule 7, invariant 5).

set local role clea_owner;

alter table evaluation add column stricter_min_pct int
    constraint evaluation_stricter_min_pct check (stricter_min_pct between 1 and 100);
comment on column evaluation.stricter_min_pct is
    'Percentage that every sub-domain had to reach at the completion, where the stricter policy was on; null = thresholds of the version';

create function evaluation_policy_guard() returns trigger language plpgsql as $$
begin
    if old.completed_on is not null then
        perform refuse('evaluation_results_frozen', 'evaluation', 'the evaluation is completed');
    end if;
    return new;
end
$$;
comment on function evaluation_policy_guard() is 'The thresholds of a completed evaluation are those of its completion';
grant execute on function evaluation_policy_guard() to clea_app;
create trigger evaluation_policy_guard before update on evaluation
    for each row when (new.stricter_min_pct is distinct from old.stricter_min_pct) execute function evaluation_policy_guard();

create or replace view evaluation_subdomain with (security_invoker) as
select e.id as evaluation_id, e.candidacy_id, e.ordinal, e.annulled_on is not null as is_annulled, s.domain_code, s.code, s.position,
       (e.scope_mask >> (s.position - 1)) & 1 = 1 as is_in_scope, substr(e.subdomain_statuses, s.position, 1) as stored,
       count(*) as item_count, count(*) filter (where substr(e.results, i.position::int, 1) = 'V') as validated_count,
       bool_and(substr(e.results, i.position::int, 1) = 'V' or not i.code = any (s.mandatory_codes)) as has_mandatory,
       coalesce(e.stricter_min_pct, s.min_pct) as min_pct, s.min_validated
from evaluation e
join candidacy c on c.id = e.candidacy_id
join referential_version r on r.id = c.referential_version_id
join referential_subdomain s on s.referential_version_id = r.id
cross join lateral unnest(r.item_codes, r.item_subdomains) with ordinality as i(code, subdomain, position)
where e.completed_on is not null and i.subdomain = s.position
group by e.id, s.domain_code, s.code, s.position, s.min_pct, s.min_validated;
comment on column evaluation_subdomain.min_pct is 'Threshold that counted at the completion; wins over a count';
