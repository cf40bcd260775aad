-- SPDX-License-Identifier: EUPL-1.2
-- What is misspelt is corrected, by whom it concerns; how it read before is kept (86). What is signed keeps its own words.

-- Its arguments are the columns that name it. Definer: nobody writes the table of former names but this.
create function name_kept() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    was jsonb := (select jsonb_object_agg(n.name, to_jsonb(old) -> n.name) from unnest(tg_argv) as n(name));
begin
    if was is distinct from (select jsonb_object_agg(n.name, to_jsonb(new) -> n.name) from unnest(tg_argv) as n(name)) then
        insert into earlier_name (kind, object_id, names) values (upper(tg_table_name), old.id, was);
    end if;
    return null;
end
$$;
comment on function name_kept() is 'How a thing was called before its name was corrected';
create trigger person_name_kept after update of last_name, first_name on person
    for each row execute function name_kept('last_name', 'first_name');
do $$
declare
    name text;
begin
    foreach name in array array['commission', 'network', 'organism', 'site', 'evaluation_method', 'funder'] loop
        execute format('create trigger %I after update of name on %I for each row execute function name_kept(''name'')', name || '_name_kept', name);
    end loop;
end
$$;
create trigger earlier_name_append_only before update or delete on earlier_name for each row execute function reject_change();
create trigger earlier_name_no_truncate before truncate on earlier_name for each statement execute function reject_change();

-- Once for each row of a list: where nothing was ever corrected it costs one look into an index.
create function former_names(object_id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select coalesce(jsonb_agg(f.names || jsonb_build_object('ended_at', wire_instant(f.ended_at)) order by f.id desc), '[]')
            from earlier_name f where f.object_id = former_names.object_id);
end
$$;
comment on function former_names(uuid) is 'The names that something had before, the last one first: [{name or last_name and first_name, ended_at}]';
grant execute on function former_names(uuid) to clea_app, clea_read, clea_auditor;
grant select on earlier_name to clea_national, clea_national_read, clea_auditor;
create policy earlier_name_auditor on earlier_name for select to clea_auditor using (true);
create policy earlier_name_national_read on earlier_name for select to clea_national, clea_national_read
    using (scope_sees_all(current_scope()));

-- Minutes name whoever was convened, as the record says when they are written: from then on it is no secretary's.
create function person_was_convened(person_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (
        select from person p join commission_member m on m.person_id = p.id
        where p.human_id = human_of(person_was_convened.person_id)
          and (exists (select from attendance a where a.member_id = m.id) -- attendance_by_member
               or exists (select from session s join convocation v on v.session_id = s.id and v.member_id = m.id -- convocation_pk
                          where s.commission_id = m.commission_id)));
end
$$;
comment on function person_was_convened(uuid) is 'Whether a human was ever convened to a session of a commission, or noted as there or absent';

-- Whoever comes with the person's own login, under any account; who recorded the person, as long as nobody else has to do with
-- the human being and no session does; the certifier. A key is made by others, and speaks for nobody here. Of whoever watches over the
-- certifier, and of another one of the certifier, nobody else tells the name (38).
create function person_is_named_by(person_id uuid, credential_id uuid, caller_id uuid, acts_for_scope boolean) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from login l where l.id = credential_id and l.ended_at is null
               and human_of(l.person_id) = human_of(person_is_named_by.person_id)) then
        return true;
    end if;
    return not person_is_operators(person_is_named_by.person_id)
       and not person_is_colleague(person_is_named_by.person_id, person_is_named_by.caller_id)
       and (current_scope() = 'CERTIFIER'
            or acts_for_scope and exists (select from person p where p.id = person_is_named_by.person_id
                   and (p.created_by_scope, p.created_by_scope_id) is not distinct from (current_scope(), current_scope_id())
                   and not person_is_of_others(p.id, current_scope(), current_scope_id()) and not person_was_convened(p.id)));
end
$$;
comment on function person_is_named_by(uuid, uuid, uuid, boolean) is 'Whether the asker, with this credential, may correct the name of a person: the roles say whether he acts for who recorded people';
grant execute on function person_is_named_by(uuid, uuid, uuid, boolean) to clea_app, clea_read;

-- No policy knows a credential: the rule is asked here once more, where the row is written.
create function person_name(person_id uuid, version int, credential_id uuid, caller_id uuid, acts_for_scope boolean, last_name text, first_name text)
returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not person_is_named_by(person_name.person_id, person_name.credential_id, person_name.caller_id, person_name.acts_for_scope) then
        perform refuse('person_named_by_whom_it_concerns', 'person', 'the name of a person is corrected by whom it concerns');
    end if;
    return query
    update person p set last_name = coalesce(person_name.last_name, p.last_name), first_name = coalesce(person_name.first_name, p.first_name)
    where p.id = person_name.person_id and p.version = person_name.version
    returning p.id;
end
$$;
comment on function person_name(uuid, int, uuid, uuid, boolean, text, text) is 'Corrects the name of a person from the version that was read; null stays';
grant execute on function person_name(uuid, int, uuid, uuid, boolean, text, text) to clea_app;

-- The manager of a network corrects its name, the certifier every name, and of a commission what nothing rests on yet. He alone closes
-- either of them.
grant update (name, search_name, name_rule) on network to clea_app;
grant update (status) on network to clea_national;
create policy network_own on network for update to clea_app using (current_scope() = 'NETWORK' and id = current_scope_id());
grant update (name, region, idcc, time_zone, status) on commission to clea_national;

-- Files found it by its region or branch, and its sessions have their day by its zone.
create function commission_is_in_use(commission_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from file f where f.commission_id = commission_is_in_use.commission_id)
        or exists (select from session s where s.commission_id = commission_is_in_use.commission_id);
end
$$;
comment on function commission_is_in_use(uuid) is 'Whether a file was ever sent to a commission, or a session planned';
grant execute on function commission_is_in_use(uuid) to clea_app, clea_read;

create function commission_is_busy(commission_id uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from file f where f.commission_id = commission_is_busy.commission_id and f.status in ('SUBMITTED', 'ON_AGENDA', 'DEFERRED'))
        or exists (select from session s where s.commission_id = commission_is_busy.commission_id and s.state in ('PLANNED', 'CONVENED', 'OPEN', 'CLOSED'));
end
$$;
comment on function commission_is_busy(uuid) is 'Whether a file waits for a commission, or a session of it is not over';
grant execute on function commission_is_busy(uuid) to clea_app, clea_read;

-- The row is ours by now: what was committed before is seen, and what comes after waits, and finds it closed.
create function commission_closes_empty() returns trigger language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if commission_is_busy(new.id) then
        perform refuse('commission_closes_empty', 'commission', 'files wait there, or sessions are not over');
    end if;
    return new;
end
$$;
comment on function commission_closes_empty() is 'A commission is closed when nothing waits there';
create trigger commission_closes_empty before update of status on commission for each row
    when (old.status = 'ACTIVE' and new.status <> 'ACTIVE') execute function commission_closes_empty();

create function commission_takes() returns trigger language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from commission k where k.id = new.commission_id and k.status = 'ACTIVE' for share) then
        perform refuse('commission_takes', tg_table_name, 'the commission is closed');
    end if;
    return new;
end
$$;
comment on function commission_takes() is 'Sessions and files are those of a commission that is not closed, and is not until the commit';
create trigger commission_takes before insert on session for each row execute function commission_takes();
create trigger commission_takes before insert on file for each row execute function commission_takes();

create function commission_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if commission_is_in_use(old.id) then
        perform refuse('commission_competence_fixed', 'commission', 'files were sent to it, or sessions planned');
    end if;
    return new;
end
$$;
comment on function commission_guard() is 'What a commission is competent for stays from the first file or session on';
create trigger commission_competence_fixed before update of region, idcc, time_zone on commission for each row
    when (old.region is distinct from new.region or old.idcc is distinct from new.idcc or old.time_zone is distinct from new.time_zone)
    execute function commission_guard();

-- As a commission: the row is ours by now, and who becomes a member meanwhile waits for it.
create function network_closes_empty() returns trigger language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if network_has_members(new.id) then
        perform refuse('network_closes_empty', 'network', 'organisms are members of it, or will be');
    end if;
    return new;
end
$$;
comment on function network_closes_empty() is 'A network is closed when nobody is a member any more';

create function network_has_members(network_id uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from network_membership m
                   where m.network_id = network_has_members.network_id and (m.valid_to is null or m.valid_to >= current_day()));
end
$$;
comment on function network_has_members(uuid) is 'Whether organisms are members of a network, today or later';
grant execute on function network_has_members(uuid) to clea_app, clea_read;
create trigger network_closes_empty before update of status on network for each row
    when (old.status <> 'CLOSED' and new.status = 'CLOSED') execute function network_closes_empty();

create function network_membership_open() returns trigger language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from network n where n.id = new.network_id and n.status = 'ACTIVE' for share) then
        perform refuse('network_membership_open', 'network_membership', 'the network is not active');
    end if;
    return new;
end
$$;
comment on function network_membership_open() is 'Who becomes a member becomes one of a network that is active, and is until the commit';
create trigger network_membership_open before insert on network_membership for each row execute function network_membership_open();
