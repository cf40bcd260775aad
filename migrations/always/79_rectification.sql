-- SPDX-License-Identifier: EUPL-1.2
-- Rectifying minutes: what was written is mended beside the minutes (3.4).

-- What a body would mend in minutes that read so: each member that it changes, as it was and as it becomes, at its place there.
-- Members of a line are found by whose line it is.
create function minutes_mends(minutes jsonb, body jsonb) returns jsonb language plpgsql stable parallel safe
set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('pointer', '/' || array_to_string(m.path, '/'), 'was', m.was, 'becomes', m.becomes)
                                  order by m.line, m.path), '[]')
        from (
            select 0 as line, array[k.key] as path, minutes -> k.key as was,
                   case k.key when 'starts_at' then to_jsonb(wire_instant((k.value #>> '{}')::timestamptz)) else k.value end as becomes
            from jsonb_each(body) as k(key, value) where k.key in ('place', 'modality', 'starts_at')
            union all
            -- Domains are a set: their order is no mend.
            select b.line::int, array[t.name, (b.line - 1)::text, k.key], b.value -> k.key,
                   case when k.key = 'domain_codes' and k.value @> (b.value -> k.key) and k.value <@ (b.value -> k.key) then b.value -> k.key
                        else k.value end
            from (values ('jurors', 'member_id', array['last_name', 'first_name', 'presence']),
                         ('files', 'agenda_item_id', array['reasons', 'request_text', 'domain_codes', 'answer_by_date'])) as t(name, key, members)
            cross join lateral jsonb_array_elements(body -> t.name) as sent(value)
            cross join lateral jsonb_array_elements(minutes -> t.name) with ordinality as b(value, line)
            cross join lateral jsonb_each(sent.value) as k(key, value)
            where b.value ->> t.key = sent.value ->> t.key and k.key = any (t.members)
              and not (k.key = 'domain_codes' and k.value = '[]')) as m -- not sent: a refusal names one at least
        where m.was is distinct from m.becomes);
end
$$;
comment on function minutes_mends(jsonb, jsonb) is 'What a body changes of the wording of minutes: [{pointer, was, becomes}]; nothing of outcomes or votes is in its reach';
grant execute on function minutes_mends(jsonb, jsonb) to clea_app, clea_read;

create function minutes_mended(minutes jsonb, mends jsonb) returns jsonb language plpgsql stable parallel safe
set search_path = pg_catalog, public, pg_temp as $$
declare
    mend jsonb;
begin
    for mend in select m.value from jsonb_array_elements(mends) as m(value) loop
        minutes := jsonb_set(minutes, string_to_array(substr(mend ->> 'pointer', 2), '/'), mend -> 'becomes', false);
    end loop;
    return minutes;
end
$$;
comment on function minutes_mended(jsonb, jsonb) is 'Minutes as they read once these members are mended';
grant execute on function minutes_mended(jsonb, jsonb) to clea_app, clea_read;

create function minutes_reading(session_id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return coalesce((select r.content -> 'minutes' from rectification r
                     where r.session_id = minutes_reading.session_id and r.state = 'SIGNED' order by r.ordinal desc limit 1),
                    (select m.content from standing_minutes m where m.session_id = minutes_reading.session_id));
end
$$;
comment on function minutes_reading(uuid) is 'The minutes of a session as they read today: as they were signed, or as they were rectified last';
grant execute on function minutes_reading(uuid) to clea_app, clea_read;

-- By the names that the minutes give them: what is signed says who signed it, and a person who is called otherwise since changes nothing
-- of it. The juror who signs is one of those recorded as there.
create function minutes_signatories(session_id uuid) returns table (member_id uuid, name text, is_chair boolean)
language plpgsql stable rows 2 set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select g.member_id, coalesce(j.value ->> 'first_name', p.first_name) || ' ' || coalesce(j.value ->> 'last_name', p.last_name),
           g.college is not distinct from k.college
    from session s
    left join commission_member k on k.id = s.chair_member_id
    join standing_minutes m on m.session_id = s.id
    join minutes_signature g on g.minutes_id = m.id
    join person p on p.id = g.person_id
    left join lateral (select t.value from jsonb_array_elements(minutes_reading(s.id) -> 'jurors') as t(value)
                       where t.value ->> 'member_id' = g.member_id::text) as j on true
    where s.id = minutes_signatories.session_id
    order by g.college is distinct from k.college, g.member_id;
end
$$;
comment on function minutes_signatories(uuid) is 'Who signed the minutes of a session, the chair''s college first, by the names that the minutes as rectified give them';
grant execute on function minutes_signatories(uuid) to clea_app, clea_read;

grant select on rectification, rectification_signature to clea_app, clea_read, clea_auditor;
grant insert on rectification, rectification_signature to clea_app;
grant update (state, reference, settled_on, withdrawn_by, withdraw_reason) on rectification to clea_app;

do $$
declare
    name text;
    own text := 'current_scope() = ''COMMISSION'' and commission_id = current_scope_id()'
                || ' and ((select current_reach()) is null or session_id = any ((select current_reach())::uuid[]))';
begin
    foreach name in array array['rectification', 'rectification_signature'] loop
        execute format('create policy %I on %I for select to clea_app, clea_read using (%s)', name || '_read', name,
                       replace(own, 'is null or', 'is null or session_id = any ((select current_told())::uuid[]) or'));
        execute format('create policy %I on %I for insert to clea_app with check (%s)', name || '_insert', name, own);
        execute format('create policy %I on %I for select to clea_auditor using (true)', name || '_auditor', name);
    end loop;
    execute format('create policy rectification_update on rectification for update to clea_app using (%s)', own);
end
$$;

-- Once decided, a commission writes no more of a candidacy (candidacy_access_return); what its rectified decisions make of it is written all
-- the same, in the transaction of the second signature: at its end the door is closed again.
create function rectification_enter(rectification_id uuid) returns int language plpgsql volatile
security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    opened int;
begin
    update candidacy_access a set can_write = true
    from rectification r join decision d on d.session_id = r.session_id and d.effective_on is not null
    where r.id = rectification_enter.rectification_id and r.state = 'DRAFTED' and current_scope() = 'COMMISSION' and r.commission_id = current_scope_id()
      and a.candidacy_id = d.candidacy_id and a.scope = 'COMMISSION' and a.scope_id = r.commission_id and not a.can_write
      and exists (select from jsonb_array_elements(r.content #> '{minutes,files}') with ordinality as f(value, line)
                  join jsonb_array_elements(r.content -> 'mends') as e(value)
                    on split_part(e.value ->> 'pointer', '/', 2) = 'files' and split_part(e.value ->> 'pointer', '/', 3) = (f.line - 1)::text
                  where f.value ->> 'decision_id' = d.id::text);
    get diagnostics opened = row_count;
    return opened;
end
$$;
comment on function rectification_enter(uuid) is 'Lets a commission write, in this transaction, of the candidacies whose decisions a draft of its own mends';
grant execute on function rectification_enter(uuid) to clea_app;

create function candidacy_access_closes() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update candidacy_access a set can_write = false
    where a.candidacy_id = new.candidacy_id and a.scope = new.scope and a.scope_id = new.scope_id and a.can_write
      and exists (select from candidacy c where c.id = new.candidacy_id and c.state not in ('SUBMITTED', 'ON_AGENDA', 'DEFERRED'));
    return null;
end
$$;
comment on function candidacy_access_closes() is 'At commit: a commission writes of what waits for it, and of nothing else';
create constraint trigger candidacy_access_closes after update on candidacy_access deferrable initially deferred
    for each row when (new.scope = 'COMMISSION' and new.can_write and not old.can_write) execute function candidacy_access_closes();

-- Domains that a refusal names are mended: what it voided is lifted, for this reason alone.
grant insert on subdomain_voiding_lift to clea_app;
create policy subdomain_voiding_lift_insert on subdomain_voiding_lift for insert to clea_app with check (
    current_scope() = 'COMMISSION' and rectification_id is not null
    and exists (select from rectification r where r.id = subdomain_voiding_lift.rectification_id and r.state = 'DRAFTED' offset 0)
    and exists (select from candidacy_access a where a.candidacy_id = subdomain_voiding_lift.candidacy_id
                and a.can_write and a.scope = 'COMMISSION' offset 0));

create trigger rectification_signature_append_only before update or delete on rectification_signature for each row execute function reject_change();
create trigger rectification_signature_no_truncate before truncate on rectification_signature for each statement execute function reject_change();

create function rectification_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        perform refuse('rectification_kept', 'rectification', 'rectifying minutes are kept');
    end if;
    if tg_op = 'INSERT' then
        if not exists (select from session s join standing_minutes m on m.session_id = s.id
                       where s.id = new.session_id and s.state = 'SIGNED' and m.id = new.minutes_id for share of s) then
            perform refuse('rectification_of_signed_minutes', 'rectification', 'signed minutes are rectified, and no others');
        end if;
        if new.state <> 'DRAFTED' or new.rectifies_id is distinct from (
            select r.id from rectification r where r.session_id = new.session_id and r.state = 'SIGNED' order by r.ordinal desc limit 1) then
            perform refuse('rectification_builds_on_last', 'rectification', 'a draft builds on what was signed last');
        end if;
        return new;
    end if;
    if old.state <> 'DRAFTED' then
        perform refuse('rectification_settled_once', 'rectification', 'it was signed or withdrawn');
    end if;
    if (new.id, new.session_id, new.commission_id, new.minutes_id, new.ordinal, new.content, new.sha256, new.drafted_on, new.created_at)
       is distinct from
       (old.id, old.session_id, old.commission_id, old.minutes_id, old.ordinal, old.content, old.sha256, old.drafted_on, old.created_at)
       or new.rectifies_id is distinct from old.rectifies_id or new.drafted_by is distinct from old.drafted_by then
        perform refuse('rectification_fixed', 'rectification', 'what was drafted does not change');
    end if;
    if new.state = 'SIGNED' and (select count(distinct g.college) from rectification_signature g where g.rectification_id = new.id) < 2 then
        perform refuse('rectification_signed_by_both_colleges', 'rectification', 'both colleges sign');
    end if;
    return new;
end
$$;
comment on function rectification_guard() is 'Signed minutes are rectified, each time from what was signed last; a draft is signed by both colleges or withdrawn, once, and never changes';
create trigger rectification_guard before insert or update or delete on rectification for each row execute function rectification_guard();

create function rectification_signature_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from rectification r where r.id = new.rectification_id and r.state = 'DRAFTED' and r.sha256 = new.sha256) then
        perform refuse('rectification_signature_of_draft', 'rectification_signature', 'a draft is signed as it is');
    end if;
    if not member_signs(new.session_id, new.member_id) then
        perform refuse('rectification_signature_by_chair', 'rectification_signature', 'the chair and the vice-chair sign');
    end if;
    return new;
end
$$;
comment on function rectification_signature_guard() is 'Chair and vice-chair of the session, or who stands in for one of them, sign a draft as it is';
create trigger rectification_signature_guard before insert on rectification_signature for each row
    execute function rectification_signature_guard();
