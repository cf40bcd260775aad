-- SPDX-License-Identifier: EUPL-1.2
-- What ends or alters a principal is told to every process at once (server/principal_watch.c): an id of what it concerns (a key,
-- a human, a candidate), nothing for everybody, "key …" for a new key. A table that decides who may do what belongs here.

create function principal_tell(about uuid) returns void language plpgsql volatile as $$
begin
    perform pg_catalog.pg_notify('clea_principal', coalesce(about::text, ''));
end
$$;
comment on function principal_tell(uuid) is 'Tells, at commit, that a key, a human or a candidate is no longer what he was; null = everybody';

-- By the human: accounts of one human share their functions.
create function principal_person_changed() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    changed_id uuid;
begin
    foreach changed_id in array array[case when tg_op <> 'INSERT' then old.person_id end,
                                      case when tg_op <> 'DELETE' then new.person_id end] loop
        if changed_id is not null then
            perform principal_tell(coalesce((select p.human_id from person p where p.id = changed_id), changed_id));
        end if;
    end loop;
    return null;
end
$$;
comment on function principal_person_changed() is 'A function of a person begins, changes or ends';

create function principal_human_changed() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform principal_tell(old.human_id);
    perform principal_tell(new.human_id);
    return null;
end
$$;
comment on function principal_human_changed() is 'A person is closed, or becomes another human';

create function principal_row_changed() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform principal_tell(old.id);
    return null;
end
$$;
comment on function principal_row_changed() is 'A key or a candidate changes';

create function principal_key_made() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform pg_notify('clea_principal', 'key ' || encode(substr(new.hash, 1, 8), 'hex'));
    return null;
end
$$;
comment on function principal_key_made() is 'There is a new key: so much of its digest that guesses are told from it, and not enough to find it by';

create function principal_all_changed() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform principal_tell(null);
    return null;
end
$$;
comment on function principal_all_changed() is 'The day changes, or an organism, a network or a commission opens or closes';

create trigger principal_key_made after insert on api_key for each row execute function principal_key_made();
create trigger principal_key_changed after update or delete on api_key for each row execute function principal_row_changed();
create trigger principal_changed after update on candidate for each row
    when (old.status is distinct from new.status) execute function principal_row_changed();
create trigger principal_human_changed after update on person for each row
    when (old.status is distinct from new.status or old.human_id is distinct from new.human_id)
    execute function principal_human_changed();
create trigger principal_changed after insert or update or delete on affiliation for each row
    execute function principal_person_changed();
create trigger principal_changed after insert or update or delete on commission_member for each row
    execute function principal_person_changed();
create trigger principal_changed after update on organism for each row
    when (old.status is distinct from new.status or old.time_zone is distinct from new.time_zone)
    execute function principal_all_changed();
create trigger principal_changed after update on network for each row
    when (old.status is distinct from new.status) execute function principal_all_changed();
create trigger principal_changed after update on funder for each row
    when (old.status is distinct from new.status) execute function principal_all_changed();
create trigger principal_changed after update on commission for each row
    when (old.status is distinct from new.status or old.time_zone is distinct from new.time_zone)
    execute function principal_all_changed();
create trigger principal_changed after update on sandbox_clock for each row execute function principal_all_changed();

-- Told on the same channel, so that readiness changes everywhere within milliseconds.
create function service_mode_changed() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform pg_notify('clea_principal', 'mode ' || new.mode);
    return null;
end
$$;
comment on function service_mode_changed() is 'The service becomes read-only, asks for no more requests, or serves again';
create trigger service_mode_changed after update on service_mode for each row execute function service_mode_changed();

create function api_key_heads() returns setof text language sql stable
security definer set search_path = pg_catalog, public, pg_temp begin atomic
    select encode(substr(k.hash, 1, 8), 'hex') from api_key k;
end;
comment on function api_key_heads() is 'So much of the digest of each key that guesses are told from it without asking the database';
grant execute on function api_key_heads() to clea_app, clea_read;
