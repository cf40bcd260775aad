-- SPDX-License-Identifier: EUPL-1.2
-- Referentials.

-- Invariant 20: what candidates were judged by never moves.
create function referential_version_guard() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        if old.status = 'DRAFT' then
            return old;
        end if;
    elsif old.status = 'DRAFT'
          or (new.status in (old.status, 'RETIRED')
              and (new.id, new.code, new.version, new.title, new.valid_from, new.shape, new.tree,
                   new.declared_counts, new.listed_counts, new.activated_at)
                  is not distinct from
                  (old.id, old.code, old.version, old.title, old.valid_from, old.shape, old.tree,
                   old.declared_counts, old.listed_counts, old.activated_at)) then
        new.row_version := old.row_version + 1;
        return new;
    end if;
    raise exception 'referential version % % is no longer a draft', old.code, old.version
        using errcode = '23514', constraint = 'referential_version_immutable', table = 'referential_version';
end
$$;
comment on function referential_version_guard() is 'A version that was activated changes only its status to RETIRED and its last day';
grant execute on function referential_version_guard() to clea_app, clea_read, clea_auditor;
create trigger referential_version_immutable before update or delete on referential_version
    for each row execute function referential_version_guard();

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
