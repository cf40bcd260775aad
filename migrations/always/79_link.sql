-- SPDX-License-Identifier: EUPL-1.2
-- Links, the last wall: none is made but by a request that was accepted (78_consent.sql), and what it is never changes.

create function link_is_accepted(link_id uuid, begins date) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from link_request q where q.link_id = link_is_accepted.link_id and q.settled_on <= begins);
end
$$;
comment on function link_is_accepted(uuid, date) is 'Whether a link was accepted or granted, and begins no earlier';

-- Only the days that a function gains bind anybody.
create function link_gains(op text, begins date, ended date, ends date) returns date
language plpgsql immutable as $$
begin
    if op = 'INSERT' then
        return begins;
    end if;
    return case when coalesce(ends, 'infinity') > coalesce(ended, 'infinity') then ended + 1 end;
end
$$;
comment on function link_gains(text, date, date, date) is
    'The first day that a new link, or a later last day, brings; null where none is gained';
grant execute on function link_gains(text, date, date, date) to clea_app, clea_national;

create function network_membership_consent() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        if not link_is_accepted(new.id, new.valid_from) then
            perform refuse('network_membership_consent', 'network_membership', 'the other side has not accepted');
        end if;
        return new;
    end if;
    if (new.id, new.network_id, new.organism_id, new.valid_from) is distinct from (old.id, old.network_id, old.organism_id, old.valid_from) then
        perform refuse('network_membership_fixed', 'network_membership', 'only its last day changes');
    end if;
    if link_gains(tg_op, new.valid_from, old.valid_to, new.valid_to) is not null then
        perform refuse('network_membership_longer', 'network_membership', 'a membership ends, and begins again with the consent of both');
    end if;
    return new;
end
$$;
comment on function network_membership_consent() is 'A membership is accepted by its organism and by its network, and only gets shorter';
create trigger network_membership_consent before insert or update on network_membership
    for each row execute function network_membership_consent();

create function affiliation_consent() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    human uuid;
    gained date;
begin
    if tg_op = 'UPDATE' then
        if (new.id, new.person_id, new.organism_id, new.role, new.valid_from)
           is distinct from (old.id, old.person_id, old.organism_id, old.role, old.valid_from) then
            perform refuse('affiliation_fixed', 'affiliation', 'only its last day changes');
        end if;
        if current_scope() = 'NETWORK' and organism_has_referent(new.organism_id) then
            perform refuse('affiliation_of_organism', 'affiliation', 'the organism has a referent, who ends its functions');
        end if;
    end if;
    gained := link_gains(tg_op, new.valid_from, old.valid_to, new.valid_to);
    if gained is null then
        return new;
    end if;
    human := human_held(new.person_id);
    if function_meets_session(human, new.organism_id, gained, new.valid_to) is not null then
        perform refuse('affiliation_meets_session', 'affiliation', 'the person sits in a session with a file of this organism');
    end if;
    if current_scope() is not null and not (tg_op = 'INSERT' and link_is_accepted(new.id, new.valid_from))
       and function_needs_consent(current_scope(), current_scope_id(), 'ORGANISM', new.organism_id, new.person_id, gained) then
        perform refuse('affiliation_consent', 'affiliation', 'the person has not accepted');
    end if;
    return new;
end
$$;
comment on function affiliation_consent() is 'A function is accepted by its person unless nobody else is bound, and never reaches a session in which the person sits';
create trigger affiliation_consent before insert or update on affiliation for each row execute function affiliation_consent();

create function commission_member_consent() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    human uuid;
    gained date;
begin
    if tg_op = 'UPDATE' then
        if (new.id, new.commission_id, new.person_id, new.college, new.mandate_from)
           is distinct from (old.id, old.commission_id, old.person_id, old.college, old.mandate_from) then
            perform refuse('commission_member_fixed', 'commission_member', 'only its last day and whether it is an alternate''s change');
        end if;
    end if;
    gained := link_gains(tg_op, new.mandate_from, old.mandate_to, new.mandate_to);
    if gained is null then
        return new;
    end if;
    human := human_held(new.person_id);
    if function_is_excluded(human, new.commission_id, 'JUROR', new.mandate_from, new.mandate_to) then
        perform refuse('commission_member_no_secretary', 'commission_member', 'a secretary of the commission is none of its jurors');
    end if;
    if current_scope() is not null and not (tg_op = 'INSERT' and link_is_accepted(new.id, new.mandate_from))
       and mandate_needs_consent(current_scope(), current_scope_id(), new.commission_id, new.person_id, gained) then
        perform refuse('commission_member_consent', 'commission_member', 'the person has not accepted');
    end if;
    return new;
end
$$;
comment on function commission_member_consent() is 'A mandate is accepted by its person or given by the certifier, and is never a secretary''s';
create trigger commission_member_consent before insert or update on commission_member
    for each row execute function commission_member_consent();

create function staff_function_consent() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    human uuid;
    gained date;
begin
    if tg_op = 'UPDATE' then
        if (new.id, new.person_id, new.scope, new.scope_id, new.role, new.valid_from)
           is distinct from (old.id, old.person_id, old.scope, old.scope_id, old.role, old.valid_from) then
            perform refuse('staff_function_fixed', 'staff_function', 'only its last day changes');
        end if;
    end if;
    gained := link_gains(tg_op, new.valid_from, old.valid_to, new.valid_to);
    if gained is null then
        return new;
    end if;
    human := human_held(new.person_id);
    if function_is_excluded(human, new.scope_id, new.role, new.valid_from, new.valid_to) then
        perform refuse('staff_function_no_juror', 'staff_function', 'a juror of the commission is none of its secretaries');
    end if;
    if current_scope() is not null and not (tg_op = 'INSERT' and link_is_accepted(new.id, new.valid_from))
       and function_needs_consent(current_scope(), current_scope_id(), new.scope, new.scope_id, new.person_id, gained) then
        perform refuse('staff_function_consent', 'staff_function', 'the person has not accepted');
    end if;
    return new;
end
$$;
comment on function staff_function_consent() is 'A staff function is accepted by its person unless nobody else is bound';
create trigger staff_function_consent before insert or update on staff_function
    for each row execute function staff_function_consent();
