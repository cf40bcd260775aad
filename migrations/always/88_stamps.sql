-- What a log says of when and of whom is the database's word. Whoever can run a statement as the application adds lines to the
-- logs, as the server does; he cannot date one, or put it into the mouth of somebody who does not hold the key that it names.
-- The owner (a restore, the demonstration, which is told backwards) writes them as they are.

-- Definer: the application does not look up keys and logins by itself.
create function credential_person(credential_id uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    whose uuid;
begin
    select k.person_id into whose from api_key k where k.id = credential_person.credential_id;
    if not found and to_regclass('public.login') is not null then
        select l.person_id into whose from login l where l.id = credential_person.credential_id;
    end if;
    if not found then
        perform refuse('log_credential_known', 'audit', 'there is no such key or login');
    end if;
    return whose;
end
$$;
comment on function credential_person(uuid) is 'Who holds a key or a login, null for a system''s; one that does not exist is refused';

create function log_stamp() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_table_name = 'audit' then
        new.recorded_at := clock_timestamp();
    else
        new.read_at := clock_timestamp();
    end if;
    new.scope := current_scope();
    new.scope_id := current_scope_id();
    new.person_id := case when new.credential_id is not null then credential_person(new.credential_id) end;
    return new;
end
$$;
comment on function log_stamp() is 'When, in which scope, and whose key: never what the statement says';
create trigger audit_stamp before insert on audit for each row
    when (not pg_has_role(current_user, 'clea_owner', 'MEMBER')) execute function log_stamp();
create trigger access_log_stamp before insert on access_log for each row
    when (not pg_has_role(current_user, 'clea_owner', 'MEMBER')) execute function log_stamp();

-- The day of the entry is the clock's, not the setting that scope_set() leaves in the transaction.
create function candidacy_event_stamp() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    new.recorded_at := clock_timestamp();
    select coalesce(c.today, (coalesce(c.instant, clock_timestamp()) at time zone 'Europe/Paris')::date) into new.entered_on
    from sandbox_clock c;
    return new;
end
$$;
comment on function candidacy_event_stamp() is 'When a line of the history was written: the database''s clock, or the one that its sandbox pretends';
create trigger candidacy_event_stamp before insert on candidacy_event for each row
    when (not pg_has_role(current_user, 'clea_owner', 'MEMBER')) execute function candidacy_event_stamp();
