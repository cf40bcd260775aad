-- SPDX-License-Identifier: EUPL-1.2
-- Whose a row is, told apart from who asks: the answer of the third wall (server/engine/tenant.c).

-- Definer, and without a scope: it must not be wrong in the way in which the other two walls may be.
create function tenants_of(kind text, id uuid) returns text language plpgsql stable security definer as $$
declare
    of_candidacy uuid;
    told public.change;
begin
    case tenants_of.kind
        when 'CANDIDACY' then
            of_candidacy := tenants_of.id;
        when 'EVALUATION' then
            of_candidacy := (select e.candidacy_id from public.evaluation e where e.id = tenants_of.id);
        when 'PATH' then
            of_candidacy := (select p.candidacy_id from public.path p where p.id = tenants_of.id);
        when 'CERTIFICATE' then
            of_candidacy := (select c.candidacy_id from public.certificate c where c.id = tenants_of.id);
        when 'HANDOVER' then -- in the work queue, by its certificate
            of_candidacy := (select c.candidacy_id from public.certificate c where c.id = tenants_of.id);
        when 'FILE', 'NOTIFICATION' then
            of_candidacy := (select f.candidacy_id from public.file f where f.id = tenants_of.id);
        when 'TRANSFER_REQUEST' then
            return (select string_agg('ORGANISM:' || party.id, ' ') from (
                select q.requesting_org_id from public.transfer_request q where q.id = tenants_of.id
                union
                select r.owner_org_id from public.transfer_request_route r where r.request_id = tenants_of.id) as party(id));
        when 'COMMISSION' then
            return 'COMMISSION:' || tenants_of.id;
        when 'SESSION' then
            return (select 'COMMISSION:' || s.commission_id from public.session s where s.id = tenants_of.id);
        when 'AGENDA_ITEM' then
            return (select 'COMMISSION:' || i.commission_id from public.agenda_item i where i.id = tenants_of.id);
        when 'CHANGE' then
            select c.* into told from public.change c where c.id = tenants_of.id;
            return (select string_agg(named.tenant, ' ') from (
                select who.scope || ':' || told.told_id from (values ('ORGANISM'), ('NETWORK')) as who(scope)
                union all
                select 'COMMISSION:' || told.commission_id
                union all
                select 'NETWORK:' || m.network_id from public.network_membership m where m.organism_id = told.told_id
                union all
                select 'CANDIDATE:' || told.root_id where told.kind in ('CANDIDATE', 'APPOINTMENT')
                union all
                select a.scope || ':' || a.scope_id from public.candidacy_access a
                where a.candidacy_id = told.root_id and a.scope = 'CANDIDATE') as named(tenant));
        when 'APPOINTMENT' then
            return (select 'ORGANISM:' || a.organism_id || ' CANDIDATE:' || a.candidate_id
                    from public.appointment a where a.id = tenants_of.id);
        when 'CANDIDATE' then
            return (select string_agg(distinct named.tenant, ' ') from (
                select 'CANDIDATE:' || tenants_of.id
                union all
                select 'ORGANISM:' || n.created_by_org_id from public.candidate n where n.id = tenants_of.id
                union all
                select 'ORGANISM:' || k.organism_id from public.candidate_access k where k.candidate_id = tenants_of.id
                union all
                select 'ORGANISM:' || k.organism_id from public.candidate_known k where k.candidate_id = tenants_of.id
                union all
                select a.scope || ':' || a.scope_id from public.candidacy_access a where a.candidate_id = tenants_of.id
                union all
                select 'NETWORK:' || m.network_id from public.candidacy_access a
                join public.network_membership m on a.scope = 'ORGANISM' and m.organism_id = a.scope_id
                where a.candidate_id = tenants_of.id and a.can_write) as named(tenant));
    end case;
    return (select string_agg(named.tenant, ' ') from (
        select a.scope || ':' || a.scope_id from public.candidacy_access a where a.candidacy_id = of_candidacy
        union all -- as it was on the day of the transfer
        select 'ORGANISM:' || f.organism_id from public.former_owner f where f.candidacy_id = of_candidacy
        union all -- of its trainers alone, and what they may see of it
        select 'TRAINER:' || m.training_org_id from public.candidacy c
        join public.path p on p.candidacy_id = c.id and p.status = 'ACCEPTED'
        join public.path_module m on m.path_id = p.id and m.training_org_id not in (c.owner_org_id, p.acting_org_id)
        where c.id = of_candidacy and c.state = 'IN_TRAINING'
        union all
        select 'FUNDER:' || c.funder_id from public.funder_consent c
        where c.candidacy_id = of_candidacy and c.withdrawn_on is null and exists (
            select from public.funding f where f.candidacy_id = c.candidacy_id and f.funder_id = c.funder_id)
        union all
        select 'NETWORK:' || m.network_id from public.candidacy_access a
        join public.network_membership m on m.organism_id = a.scope_id
        where a.candidacy_id = of_candidacy and a.scope = 'ORGANISM' and a.can_write) as named(tenant));
end
$$;
comment on function tenants_of(text, uuid) is 'The tenants whom a row is of or who share in it, as SCOPE:id between blanks, TRAINER:id of an organism whose trainers share in it; null when there is none';
grant execute on function tenants_of(text, uuid) to clea_app, clea_read;
