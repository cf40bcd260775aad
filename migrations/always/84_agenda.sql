-- SPDX-License-Identifier: EUPL-1.2
-- When the files of an agenda are taken, and who was convened to its session (3.4).

create function agenda_starts_at(starts_at timestamptz, file_minutes int, break_every_count int, break_minutes int, place bigint)
returns timestamptz language sql immutable parallel safe
return starts_at + make_interval(mins => (place * file_minutes + coalesce(place / break_every_count * break_minutes, 0))::int);
comment on function agenda_starts_at(timestamptz, int, int, int, bigint) is 'When the file at a place of the agenda (from 0) is taken: so many minutes each, and a break behind every so many of them; null while nobody knows when the session begins';
grant execute on function agenda_starts_at(timestamptz, int, int, int, bigint) to clea_app, clea_read;

create function session_pseudonym(salt bytea, kind text, id uuid) returns text language sql immutable strict parallel safe
return kind || '-' || upper(substr(encode(sha256(salt || uuid_send(id)), 'hex'), 1, 10));
comment on function session_pseudonym(bytea, text, uuid) is 'What stands for a candidate (C), a centre (O) or a person (P) in the blind papers of one session: stable there, and without its salt nobody finds it elsewhere, nor back';
grant execute on function session_pseudonym(bytea, text, uuid) to clea_app, clea_read;

grant select on convocation to clea_app, clea_read, clea_auditor;
grant insert on convocation to clea_app;
create policy convocation_auditor on convocation for select to clea_auditor using (true);
create policy convocation_read on convocation for select to clea_app, clea_read using (
    current_scope() = 'COMMISSION' and commission_id = current_scope_id()
    and ((select current_reach()) is null or session_id = any ((select current_reach())::uuid[])
         or session_id = any ((select current_told())::uuid[])));
create policy convocation_insert on convocation for insert to clea_app with check (
    current_scope() = 'COMMISSION' and commission_id = current_scope_id()
    and ((select current_reach()) is null or session_id = any ((select current_reach())::uuid[])));
create trigger convocation_append_only before update or delete on convocation for each row execute function reject_change();
create trigger convocation_no_truncate before truncate on convocation for each statement execute function reject_change();

create function convocation_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from session s where s.id = new.session_id and s.state = 'CONVENED' for share) then
        perform refuse('convocation_session_convened', 'convocation', 'members are convened when their session is');
    end if;
    return new;
end
$$;
comment on function convocation_guard() is 'Who was told is written down when a session is convened';
create trigger convocation_guard before insert on convocation for each row execute function convocation_guard();

create view standing_convocation with (security_invoker = true) as
    select v.*, case s.state
                    when 'CANCELLED' then true
                    when 'CONVENED' then v.held_on <> s.held_on or v.time_zone <> s.time_zone or v.modality <> s.modality
                        or v.starts_at is distinct from (s.starts_at) or v.place is distinct from (s.place)
                    else false end as is_outdated
    from convocation v join session s on s.id = v.session_id
    -- One probe each: as `not exists` it is planned as a join over all the convocations that there are.
    where v.edition = (select max(n.edition) from convocation n where n.session_id = v.session_id and n.member_id = v.member_id);
comment on view standing_convocation is 'The last convocation of each member to each session, and whether the session was moved or cancelled since';
grant select on standing_convocation to clea_app, clea_read, clea_auditor;

-- Who has no mandate on the new day is not convened to it.
create function session_outdated_convocations(session_id uuid, held_on date, state text) returns bigint language plpgsql stable as $$
begin
    if state <> 'CONVENED' then
        return 0;
    end if;
    return (select count(*) from public.standing_convocation v join public.commission_member m on m.id = v.member_id
            where v.session_id = session_outdated_convocations.session_id and v.is_outdated
              and m.mandate_from <= session_outdated_convocations.held_on
              and (m.mandate_to is null or m.mandate_to >= session_outdated_convocations.held_on));
end
$$;
comment on function session_outdated_convocations(uuid, date, text) is 'How many members of a convened session hold a convocation that says another day, time or place, and are to be convened again';
grant execute on function session_outdated_convocations(uuid, date, text) to clea_app, clea_read;

-- At the end of the act: an order moves all of them, one by one.
create function agenda_item_placed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from agenda_item i join agenda_item o on o.session_id = i.session_id and o.position = i.position and o.id <> i.id
               where i.id = new.id and i.removed_on is null and o.removed_on is null) then
        perform refuse('agenda_item_one_place', 'agenda_item', 'two files have one place on the agenda');
    end if;
    return null;
end
$$;
comment on function agenda_item_placed() is 'Each place of an agenda is held once';
-- Whoever takes a file off an agenda: those behind it move up.
create function agenda_item_left() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update agenda_item i set position = n.place
    from (select a.id, row_number() over (order by a.position, a.id) as place
          from agenda_item a where a.session_id = new.session_id and a.removed_on is null) as n
    where i.id = n.id and i.position <> n.place;
    return null;
end
$$;
comment on function agenda_item_left() is 'An agenda has no gaps';
create trigger agenda_item_left after update of removed_on on agenda_item for each row
    when (old.removed_on is null and new.removed_on is not null) execute function agenda_item_left();
create constraint trigger agenda_item_inserted_placed after insert on agenda_item deferrable initially deferred
    for each row execute function agenda_item_placed();
create constraint trigger agenda_item_moved_placed after update of position on agenda_item deferrable initially deferred
    for each row when (old.position <> new.position) execute function agenda_item_placed();
