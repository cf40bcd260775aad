-- SPDX-License-Identifier: EUPL-1.2
-- What is closed takes nothing more, whatever races with the closure.

-- The human is held first: a closure that was faster is seen, and one that is slower sees what was given.
create function human_takes_no_more() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    human uuid;
begin
    if new.person_id is null
       or (tg_op = 'UPDATE' and tg_nargs > 0
           and link_gains(tg_op, null, (to_jsonb(old) ->> tg_argv[0])::date, (to_jsonb(new) ->> tg_argv[0])::date) is null) then
        return new;
    end if;
    human := human_held(new.person_id);
    if exists (select from person p where p.human_id = human and p.status = 'CLOSED') then
        perform refuse(tg_table_name || '_person_active', tg_table_name::text, 'the record of the person is closed');
    end if;
    return new;
end
$$;
comment on function human_takes_no_more() is 'Whether somebody may be given anything; the argument names the last day of what only gets shorter';

create trigger affiliation_person_active before insert or update of valid_to on affiliation
    for each row execute function human_takes_no_more('valid_to');
create trigger commission_member_person_active before insert or update of mandate_to on commission_member
    for each row execute function human_takes_no_more('mandate_to');
create trigger staff_function_person_active before insert or update of valid_to on staff_function
    for each row execute function human_takes_no_more('valid_to');
create trigger link_request_person_active before insert or update of state on link_request
    for each row when (new.state in ('PENDING', 'ACCEPTED', 'GRANTED')) execute function human_takes_no_more();
create trigger invitation_person_active before insert on invitation for each row execute function human_takes_no_more();
create trigger login_person_active before insert on login for each row execute function human_takes_no_more();

-- A human whose record is closed is so under every account.
create function person_merge_active() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from person p where p.id = new.human_id and (p.status = 'CLOSED') <> (new.status = 'CLOSED')) then
        perform refuse('person_merge_active', 'person', 'one of the two records is closed, and the other one is not');
    end if;
    return new;
end
$$;
comment on function person_merge_active() is 'Two records are one human when both are closed, or neither';
create trigger person_merge_active before update of human_id on person
    for each row when (old.human_id is distinct from new.human_id) execute function person_merge_active();

-- Keys and logins of what is not active open nothing; a function would wait for the day on which it is again.
create function staff_function_scope_open() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if link_gains(tg_op, new.valid_from, case when tg_op = 'UPDATE' then old.valid_to end, new.valid_to) is not null
       and not scope_is_open(new.scope, new.scope_id) then
        perform refuse('staff_function_scope_open', 'staff_function', 'the network, the commission or the funder is not active');
    end if;
    return new;
end
$$;
comment on function staff_function_scope_open() is 'A staff function is given for what is active';
create trigger staff_function_scope_open before insert or update of valid_to on staff_function
    for each row execute function staff_function_scope_open();
