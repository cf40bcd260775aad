-- SPDX-License-Identifier: EUPL-1.2
\set n random(1, :count)
begin;
select id as owner from bench.organism where n = :n \gset
select set_config('app.scope', 'ORGANISM', true), set_config('app.scope_id', :owner, true), set_config('app.reach', '', true),
       set_config('app.instant', '', true), set_config('app.today', '', true);
with page as materialized (
    select c.*, v.version as label from candidacy c left join referential_version v on v.id = c.referential_version_id
    where c.owner_org_id = :owner order by c.id desc limit 51
), shown as (
    select * from page order by id desc limit 50
), logged as (
    insert into access_log (scope, scope_id, id, roles, action, object_kind, request_id, status, candidate_ids, person_ids, object_ids,
                            loose_ids)
    select current_scope(), current_scope_id(), gen_random_uuid(), '{REFERENT}', 'listCandidacies', 'Candidacies', 'pgbench', 200,
           array_agg(s.candidate_id), array_remove(array_agg(distinct s.counsellor_id), null), array_agg(s.id), '{}' from shown s
)
select * from page;
commit;
