# SPDX-License-Identifier: EUPL-1.2
"""What invariants recompute from the raw rows, before they are asked."""

# recomputed: one row a sub-domain of a completed evaluation, from the results and the published tree, not from what the
# server stored. The threshold is read in the tree: a percentage wins, otherwise a count.
# evaluated: who evaluated in a cycle, by what is named and by whose key it came, where nobody but an evaluator may.
PREPARED = """
set jit = off;
create temp table evaluated as
select candidacy_id, evaluator_id from sitting
union select candidacy_id, completed_by from evaluation where completed_by is not null
union select candidacy_id, evaluated_by from candidacy_event where evaluated_by is not null
union select e.candidacy_id, k.person_id from candidacy_event e join api_key k on k.id = e.credential_id
      where e.event in ('RECORD_RESULTS', 'COMPLETE_PRIOR', 'COMPLETE_FINAL') and k.person_id is not null;
create temp table published as
select r.id as version_id, s.value ->> 'code' as subdomain, d.value ->> 'code' as domain,
       (s.value #>> '{validation,min_pct}')::int as min_pct, (s.value #>> '{validation,min_validated}')::int as min_validated,
       coalesce((select array_agg(m) from jsonb_array_elements_text(
           coalesce(nullif(s.value #> '{validation,mandatory_criteria}', 'null'), '[]')) m), '{}') as mandatory,
       array_position(r.subdomain_codes, s.value ->> 'code') as place
from referential_version r
cross join jsonb_array_elements(r.tree -> 'domains') as d
cross join jsonb_array_elements(d.value -> 'subdomains') as s;

create temp table item as
select r.id as version_id, i.code, i.subdomain, i.position::int
from referential_version r
cross join lateral unnest(r.item_codes, r.item_subdomains) with ordinality as i(code, subdomain, position);
analyze published;
analyze item;

create temp table recomputed as
with counted as (
    select e.id, e.candidacy_id, e.ordinal, e.kind, e.annulled_on, p.domain, p.subdomain, p.place,
           substr(e.subdomain_statuses, p.place, 1) as stored, (e.scope_mask >> (p.place - 1)) & 1 = 1 as in_scope,
           count(*) as items, count(*) filter (where substr(e.results, i.position, 1) = 'V') as validated,
           bool_and(substr(e.results, i.position, 1) = 'V' or not i.code = any (p.mandatory)) as has_mandatory,
           coalesce(e.stricter_min_pct, p.min_pct) as min_pct, p.min_validated
    from evaluation e
    join candidacy c on c.id = e.candidacy_id
    join published p on p.version_id = c.referential_version_id
    join item i on i.version_id = p.version_id and i.subdomain = p.place
    where e.completed_on is not null
    group by e.id, p.domain, p.subdomain, p.place, p.min_pct, p.min_validated
)
select *, case when not in_scope then '-'
               when has_mandatory and case when min_pct is not null then 100 * validated >= min_pct * items
                                           else validated >= min_validated end then 'V' else 'N' end as computed
from counted;
create index on recomputed (candidacy_id, subdomain);
analyze recomputed;

-- The latest validation of each sub-domain in the cycle, after the last voiding that names it and was not lifted.
create temp table effective as
select c.id as candidacy_id, p.domain, p.subdomain,
       exists (select from recomputed x where x.candidacy_id = c.id and x.subdomain = p.subdomain and x.computed = 'V'
               and x.annulled_on is null
               and x.ordinal > coalesce((select max(v.after_evaluation_ordinal) from subdomain_voiding v
                                         where v.candidacy_id = c.id and p.domain = any (v.domain_codes)
                                           and not exists (select from subdomain_voiding_lift l where l.voiding_id = v.id)), 0)) as is_validated
from candidacy c join published p on p.version_id = c.referential_version_id;
"""
