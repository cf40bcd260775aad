-- 0014 what the invariants (9.5) are asked of: results recomputed in SQL from the raw grid and the published tree, apart from the
-- rules of the server, so that the two may be compared.

set local role clea_owner;

create view referential_subdomain with (security_invoker) as
select r.id as referential_version_id, d.value ->> 'code' as domain_code, coalesce(s.value ->> 'code', d.value ->> 'code') as code,
       array_position(r.subdomain_codes, coalesce(s.value ->> 'code', d.value ->> 'code')) as position,
       case when s.value is null then 100 else (s.value #>> '{validation,min_pct}')::int end as min_pct,
       (s.value #>> '{validation,min_validated}')::int as min_validated,
       coalesce((select array_agg(m) from jsonb_array_elements_text(
           coalesce(nullif(s.value #> '{validation,mandatory_criteria}', 'null'), '[]')) as m), '{}') as mandatory_codes
from referential_version r
cross join jsonb_array_elements(r.tree -> 'domains') as d
left join jsonb_array_elements(coalesce(nullif(d.value -> 'subdomains', 'null'), '[]')) as s on true;
comment on view referential_subdomain is 'One row a sub-domain of each version, with its threshold; a domain without sub-domains stands for itself (numérique)';
comment on column referential_subdomain.referential_version_id is 'The version';
comment on column referential_subdomain.domain_code is 'Its domain';
comment on column referential_subdomain.code is 'Its code';
comment on column referential_subdomain.position is 'Its place in the version, from 1';
comment on column referential_subdomain.min_pct is 'Least percentage of validated criteria; wins over a count';
comment on column referential_subdomain.min_validated is 'Least number of validated criteria';
comment on column referential_subdomain.mandatory_codes is 'Criteria that must be validated';

create view evaluation_subdomain with (security_invoker) as
select e.id as evaluation_id, e.candidacy_id, e.ordinal, e.annulled_on is not null as is_annulled, s.domain_code, s.code, s.position,
       (e.scope_mask >> (s.position - 1)) & 1 = 1 as is_in_scope, substr(e.subdomain_statuses, s.position, 1) as stored,
       count(*) as item_count, count(*) filter (where substr(e.results, i.position::int, 1) = 'V') as validated_count,
       bool_and(substr(e.results, i.position::int, 1) = 'V' or not i.code = any (s.mandatory_codes)) as has_mandatory,
       s.min_pct, s.min_validated
from evaluation e
join candidacy c on c.id = e.candidacy_id
join referential_version r on r.id = c.referential_version_id
join referential_subdomain s on s.referential_version_id = r.id
cross join lateral unnest(r.item_codes, r.item_subdomains) with ordinality as i(code, subdomain, position)
where e.completed_on is not null and i.subdomain = s.position
group by e.id, s.domain_code, s.code, s.position, s.min_pct, s.min_validated;
comment on view evaluation_subdomain is 'One row a sub-domain of each completed evaluation: what was stored beside what the grid says';
comment on column evaluation_subdomain.evaluation_id is 'The evaluation';
comment on column evaluation_subdomain.candidacy_id is 'Its candidacy';
comment on column evaluation_subdomain.ordinal is 'Order of the evaluation in the cycle';
comment on column evaluation_subdomain.is_annulled is 'Annulled by the certifier';
comment on column evaluation_subdomain.domain_code is 'The domain';
comment on column evaluation_subdomain.code is 'The sub-domain';
comment on column evaluation_subdomain.position is 'Its place in the version';
comment on column evaluation_subdomain.is_in_scope is 'Whether the evaluation bears on it';
comment on column evaluation_subdomain.stored is 'V, N or - as the server stored it at completion';
comment on column evaluation_subdomain.item_count is 'Its criteria';
comment on column evaluation_subdomain.validated_count is 'Those validated';
comment on column evaluation_subdomain.has_mandatory is 'All mandatory ones are';
comment on column evaluation_subdomain.min_pct is 'Threshold of the version';
comment on column evaluation_subdomain.min_validated is 'The same as a count';

grant select on referential_subdomain, evaluation_subdomain to clea_app, clea_read, clea_auditor;
-- Counters hold numbers of certificates and minutes, nothing of anybody: the check of their gaps reads them.
grant select on reference_counter to clea_read;

-- The past of a candidacy (C24): what was known at the end of a day is what had been entered by then, by the clock of the database,
-- which in a sandbox is not that of the machine.
alter table candidacy_event add column entered_on date;
alter table candidacy_event disable trigger candidacy_event_append_only;
update candidacy_event set entered_on = (recorded_at at time zone 'Europe/Paris')::date;
alter table candidacy_event enable trigger candidacy_event_append_only;
alter table candidacy_event alter column entered_on set default current_day();
alter table candidacy_event alter column entered_on set not null;
comment on column candidacy_event.entered_on is 'Civil day of the entry, by the clock of the database: what was known at a past date';
alter table candidacy_event add column missing_domain_codes text[];
comment on column candidacy_event.missing_domain_codes is 'Domains not validated after this event; null before a version is pinned, or where it was not recorded yet';
