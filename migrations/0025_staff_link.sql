-- 0024 staff functions are links too: asked by one side, accepted by the person (decision 34).

set local role clea_owner;

alter table link_request
    add column funder_id uuid constraint link_request_funder references funder,
    drop constraint link_request_role,
    drop constraint link_request_parties,
    add constraint link_request_role check (role in ('COUNSELLOR', 'EVALUATOR', 'TRAINER', 'REFERENT', 'EMPLOYEE', 'JUROR',
        'NETWORK_MANAGER', 'SECRETARY', 'FUNDER', 'CERTIFIER', 'AUDITOR', 'ADMINISTRATOR')),
    add constraint link_request_parties check (case kind
        when 'MEMBERSHIP' then network_id is not null and organism_id is not null
            and num_nonnulls(commission_id, funder_id, person_id, role, college, is_alternate) = 0
        else person_id is not null and role is not null and num_nonnulls(network_id, organism_id, commission_id, funder_id) <= 1
            and (network_id is not null) = (role = 'NETWORK_MANAGER')
            and (commission_id is not null) = (role in ('JUROR', 'SECRETARY'))
            and (funder_id is not null) = (role = 'FUNDER')
            and num_nonnulls(college, is_alternate) = case role when 'JUROR' then 2 else 0 end
        end);
comment on column link_request.kind is 'MEMBERSHIP of an organism in a network; FUNCTION of a person in an organism, a commission, a network, for a funder or the certifier';
comment on column link_request.network_id is 'The network of a membership, or of its manager';
comment on column link_request.commission_id is 'The commission in which the mandate or the secretariat is';
comment on column link_request.funder_id is 'The funder for whom somebody would act';
comment on column link_request.role is 'The function; JUROR is a mandate';
comment on column link_request.link_id is 'The link that came of it: a membership, an affiliation, a mandate or a staff function';

drop index link_request_one_pending;
create unique index link_request_one_pending on link_request
    (kind, coalesce(network_id, '00000000-0000-0000-0000-000000000000'), coalesce(organism_id, '00000000-0000-0000-0000-000000000000'),
     coalesce(commission_id, '00000000-0000-0000-0000-000000000000'), coalesce(funder_id, '00000000-0000-0000-0000-000000000000'),
     coalesce(person_id, '00000000-0000-0000-0000-000000000000'), coalesce(role, '')) where state = 'PENDING';
create index link_request_by_funder on link_request (funder_id) where funder_id is not null;
