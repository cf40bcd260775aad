-- SPDX-License-Identifier: EUPL-1.2
-- Who runs a session, leaves it, and signs in the place of another (3.2, 3.4).

create function act_instant() returns timestamptz language sql stable parallel safe
return coalesce(nullif(current_setting('app.instant', true), '')::timestamptz,
                (nullif(current_setting('app.today', true), '')::date + (clock_timestamp() at time zone 'UTC')::time) at time zone 'UTC',
                clock_timestamp());
comment on function act_instant() is 'When an act is done: now, or as a sandbox pretends; of a pretended day, the hour is the real one';
grant execute on function act_instant() to clea_app, clea_read;

create view standing_stand_in with (security_invoker = true) as
    select t.* from session_stand_in t
    where t.edition = (select max(n.edition) from session_stand_in n where n.session_id = t.session_id and n.college = t.college);
comment on view standing_stand_in is 'Who was named last to sign a session in the place of a chair, one a college at most';
grant select on departure, session_stand_in, standing_stand_in to clea_app, clea_read, clea_auditor;
grant insert on departure, session_stand_in to clea_app;

do $$
declare
    name text;
    own text := 'current_scope() = ''COMMISSION'' and commission_id = current_scope_id()'
                || ' and ((select current_reach()) is null or session_id = any ((select current_reach())::uuid[]))';
begin
    foreach name in array array['departure', 'session_stand_in'] loop
        execute format('create policy %I on %I for select to clea_app, clea_read using (%s)', name || '_read', name,
                       replace(own, 'is null or', 'is null or session_id = any ((select current_told())::uuid[]) or'));
        execute format('create policy %I on %I for insert to clea_app with check (%s)', name || '_insert', name, own);
        execute format('create policy %I on %I for select to clea_auditor using (true)', name || '_auditor', name);
        execute format('create trigger %I before update or delete on %I for each row execute function reject_change()', name || '_append_only', name);
        execute format('create trigger %I before truncate on %I for each statement execute function reject_change()', name || '_no_truncate', name);
    end loop;
end
$$;

-- By whose hand it may be said: the juror's, or that of the chair of his own college, who is there.
create function departure_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from session s where s.id = new.session_id and s.state = 'OPEN' for share) then
        perform refuse('departure_session_open', 'departure', 'the session is not open');
    end if;
    if not exists (select from attendance a where a.session_id = new.session_id and a.member_id = new.member_id and a.presence <> 'ABSENT') then
        perform refuse('departure_of_attending', 'departure', 'who was not there does not leave');
    end if;
    if not person_is_juror(new.said_by, new.member_id) and not exists (
        select from session s
        join commission_member c on c.id in (s.chair_member_id, s.vice_chair_member_id)
        join commission_member m on m.id = new.member_id and m.college = c.college
        join attendance a on a.session_id = s.id and a.member_id = c.id and a.presence <> 'ABSENT'
        where s.id = new.session_id and person_is_juror(new.said_by, c.id)) then
        perform refuse('departure_word_of_juror', 'departure', 'the juror says so, or who runs the session for the same college');
    end if;
    return new;
end
$$;
comment on function departure_guard() is 'A juror leaves an open session by his own word, or by that of the chair of his own college';
create trigger departure_guard before insert on departure for each row execute function departure_guard();

create function session_stand_in_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from session s where s.id = new.session_id and s.state in ('CLOSED', 'SIGNED') for share) then
        perform refuse('session_stand_in_in_time', 'session_stand_in', 'nothing is signed yet');
    end if;
    if exists (select from session s where s.id = new.session_id and new.member_id in (s.chair_member_id, s.vice_chair_member_id)) then
        perform refuse('session_stand_in_other', 'session_stand_in', 'who signs anyway stands in for nobody');
    end if;
    return new;
end
$$;
comment on function session_stand_in_guard() is 'Somebody else signs a closed session in the place of a chair';
create trigger session_stand_in_guard before insert on session_stand_in for each row execute function session_stand_in_guard();

create function member_signs(session_id uuid, member_id uuid) returns boolean language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from session s where s.id = member_signs.session_id and member_signs.member_id in (s.chair_member_id, s.vice_chair_member_id))
        or exists (select from standing_stand_in t where t.session_id = member_signs.session_id and t.member_id = member_signs.member_id);
end
$$;
comment on function member_signs(uuid, uuid) is 'Whether a member signs the minutes of a session: its chair, its vice-chair, or who stands in for one of them';
grant execute on function member_signs(uuid, uuid) to clea_app, clea_read;

-- Who holds a chair and was replaced for the signature is not awaited; a session that is open still awaits its chairs.
create function signature_awaited(member_ids uuid[]) returns uuid language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select s.id
        from commission_member m
        join session s on s.commission_id = m.commission_id -- session_by_commission_state
        left join standing_stand_in t on t.session_id = s.id and t.college = m.college
        where m.id = any (signature_awaited.member_ids)
          and coalesce(t.member_id = m.id, m.id in (s.chair_member_id, s.vice_chair_member_id))
          and (s.state = 'OPEN'
               or (s.state = 'CLOSED' and not exists (
                   select from standing_minutes n join minutes_signature g on g.minutes_id = n.id
                   where n.session_id = s.id and g.college = m.college))
               or (s.state = 'SIGNED' and exists (
                   select from rectification r where r.session_id = s.id and r.state = 'DRAFTED' and not exists (
                       select from rectification_signature g where g.rectification_id = r.id and g.college = m.college))))
        order by s.held_on, s.id limit 1);
end
$$;
comment on function signature_awaited(uuid[]) is 'The first session whose minutes, or rectifying minutes, await the signature of one of these mandates; null = none';
grant execute on function signature_awaited(uuid[]) to clea_app, clea_read;

-- Whoever acts as the owner of the schema (a restore; person_close, which asks by itself) is not asked.
create function mandate_awaits_signature() returns trigger language plpgsql as $$
begin
    if pg_has_role(current_user, 'clea_owner', 'MEMBER') then
        return new;
    end if;
    if public.signature_awaited(array[new.id]) is not null then
        perform public.refuse('commission_member_signs', 'commission_member', 'the member has minutes to sign');
    end if;
    return new;
end
$$;
comment on function mandate_awaits_signature() is 'No mandate is cut short while its signature is awaited';
grant execute on function mandate_awaits_signature() to clea_app;
create trigger commission_member_signs before update of mandate_to on commission_member for each row
    when (coalesce(new.mandate_to, 'infinity') < coalesce(old.mandate_to, 'infinity')) execute function mandate_awaits_signature();

-- As it stood when it was signed: who was named last, before that.
create function signed_in_place(session_id uuid, member_id uuid) returns table (in_place_of uuid, reason text)
language plpgsql stable rows 1 set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select case when c.college = t.college then s.chair_member_id else s.vice_chair_member_id end, t.reason
    from session s
    join session_stand_in t on t.session_id = s.id and t.member_id = signed_in_place.member_id
    left join commission_member c on c.id = s.chair_member_id
    where s.id = signed_in_place.session_id
    order by t.edition desc limit 1;
end
$$;
comment on function signed_in_place(uuid, uuid) is 'In whose place a member signed a session, and why; no row of who signed as its chair or vice-chair';
grant execute on function signed_in_place(uuid, uuid) to clea_app, clea_read;
