-- SPDX-License-Identifier: EUPL-1.2
-- Consent of both (decision 34): what one side asks of another, and the links that come of it and of nothing else.
--
-- Every link is made by a request that is accepted. A function that needs nobody, which function_needs_consent() says for the
-- statements and for the triggers alike, is accepted at once, and may have begun before.
-- Without a scope only the owner of the tables writes: an operator's bulk, whose links nobody is asked for.

delete from link_request_transition;
insert into link_request_transition (from_state, event, to_state) values
    ('NONE', 'ASK', 'PENDING'),
    ('NONE', 'GRANT', 'GRANTED'),
    ('NONE', 'TAKE', 'ACCEPTED'),
    ('PENDING', 'ACCEPT', 'ACCEPTED'),
    ('PENDING', 'GRANT', 'GRANTED'),
    ('PENDING', 'DECLINE', 'DECLINED'),
    ('PENDING', 'RETRACT', 'RETRACTED'),
    ('PENDING', 'LAPSE', 'LAPSED');

-- What two tenants write about one human comes one after the other: functions that are given, and votes.
create function human_held(person_id uuid) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    human uuid := person_human_held(person_id);
begin
    perform pg_advisory_xact_lock(hashtextextended('human ' || human, 0));
    return human;
end
$$;
comment on function human_held(uuid) is 'The human behind an account, whose functions and votes are this transaction''s until it ends';

create function person_acts_in(person_id uuid, scope text, scope_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (
        select from person p
        join person q on q.human_id = p.human_id
        where p.id = person_acts_in.person_id
          and (exists (select from affiliation a where person_acts_in.scope = 'ORGANISM' and a.person_id = q.id and a.organism_id = person_acts_in.scope_id)
               or exists (select from commission_member m where person_acts_in.scope = 'COMMISSION' and m.person_id = q.id and m.commission_id = person_acts_in.scope_id)
               or exists (select from staff_function f where f.person_id = q.id and f.scope = person_acts_in.scope
                          and f.scope_id is not distinct from person_acts_in.scope_id)
               or exists (select from api_key k where k.person_id = q.id and k.scope = person_acts_in.scope and k.scope_id is not distinct from person_acts_in.scope_id)));
end
$$;
comment on function person_acts_in(uuid, text, uuid) is 'Whether a human has or had a function there, or a key, under any account';
grant execute on function person_acts_in(uuid, text, uuid) to clea_app, clea_read;

create function person_created_by_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'UPDATE' or (current_scope() is not null
                            and (current_scope(), current_scope_id()) is distinct from (new.created_by_scope, new.created_by_scope_id)) then
        perform refuse('person_created_by_fixed', 'person', 'who recorded a person is who did, for ever');
    end if;
    return new;
end
$$;
comment on function person_created_by_guard() is 'Whose people somebody is cannot be claimed afterwards';
create trigger person_created_by_fixed before update of created_by_scope, created_by_scope_id on person for each row
    when ((old.created_by_scope, old.created_by_scope_id) is distinct from (new.created_by_scope, new.created_by_scope_id))
    execute function person_created_by_guard();
create trigger person_created_by_self before insert on person for each row execute function person_created_by_guard();

-- Of whom a function is: the kind of its body, by what it is called.
create function function_body(role text) returns text language sql immutable parallel safe
return case role when 'JUROR' then 'COMMISSION' when 'SECRETARY' then 'COMMISSION' when 'NETWORK_MANAGER' then 'NETWORK'
    when 'FUNDER' then 'FUNDER' when 'CERTIFIER' then 'CERTIFIER' when 'AUDITOR' then 'AUDITOR' when 'ADMINISTRATOR' then 'SYSTEM'
    else 'ORGANISM' end;
comment on function function_body(text) is 'The scope in which a function is';
grant execute on function function_body(text) to clea_app, clea_read;

-- `asker` gives the function in `body`, from a day on. Nobody is asked about people of one's own: recorded by the asker or by
-- the body itself (or by the certifier, once they work there), and bound to nobody else from that day on.
create function function_needs_consent(asker_scope text, asker_id uuid, body_scope text, body_id uuid, person_id uuid, from_day date)
returns boolean language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    human uuid;
    since date := least(from_day, current_day());
begin
    select p.human_id into human from person p where p.id = function_needs_consent.person_id;
    return exists (
        select from person p
        where p.human_id = human
          and not coalesce((p.created_by_scope = asker_scope and p.created_by_scope_id is not distinct from asker_id)
                           or (p.created_by_scope = body_scope and p.created_by_scope_id is not distinct from body_id)
                           or (p.created_by_scope in ('CERTIFIER', 'SYSTEM') and person_has_function(human, body_scope, body_id, current_day())), false))
        or exists (
        select from person p
        join affiliation a on a.person_id = p.id and (a.valid_to is null or a.valid_to >= since)
        where p.human_id = human and not (body_scope = 'ORGANISM' and a.organism_id = body_id))
        or exists (
        select from person p
        join commission_member m on m.person_id = p.id and (m.mandate_to is null or m.mandate_to >= since)
        where p.human_id = human and not (body_scope = 'COMMISSION' and m.commission_id = body_id))
        or exists (
        select from person p
        join staff_function f on f.person_id = p.id and (f.valid_to is null or f.valid_to >= since)
        where p.human_id = human and not (f.scope = body_scope and f.scope_id is not distinct from body_id));
end
$$;
comment on function function_needs_consent(text, uuid, text, uuid, uuid, date) is 'Whether somebody else has to accept a function before it begins (decision 34)';
grant execute on function function_needs_consent(text, uuid, text, uuid, uuid, date) to clea_app, clea_read;

-- Whoever gave a mandate would appoint a jury alone: one that a commission gives, to whomever, is accepted by its juror, or given by
-- the certifier.
create function mandate_needs_consent(asker_scope text, asker_id uuid, commission_id uuid, person_id uuid, from_day date)
returns boolean language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return function_needs_consent(asker_scope, asker_id, 'COMMISSION', mandate_needs_consent.commission_id, mandate_needs_consent.person_id, from_day)
        or asker_scope = 'COMMISSION';
end
$$;
comment on function mandate_needs_consent(text, uuid, uuid, uuid, date) is 'Whether somebody else has to accept a mandate before it begins';
grant execute on function mandate_needs_consent(text, uuid, uuid, uuid, date) to clea_app, clea_read;

-- Domain page 3.2: the secretary plans, convenes and notes, and never votes; under no account and on no day.
create function function_is_excluded(human uuid, commission_id uuid, role text, from_day date, to_day date)
returns boolean language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    last date := coalesce(to_day, 'infinity');
begin
    return case function_is_excluded.role
        when 'JUROR' then exists (
            select from person p join staff_function f on f.person_id = p.id
            where p.human_id = human and f.role = 'SECRETARY' and f.scope_id = function_is_excluded.commission_id
              and f.valid_from <= last and coalesce(f.valid_to, 'infinity') >= greatest(from_day, f.valid_from))
        when 'SECRETARY' then exists (
            select from person p join commission_member m on m.person_id = p.id
            where p.human_id = human and m.commission_id = function_is_excluded.commission_id
              and m.mandate_from <= last and coalesce(m.mandate_to, 'infinity') >= greatest(from_day, m.mandate_from))
        else false end;
end
$$;
comment on function function_is_excluded(uuid, uuid, text, date, date) is
    'Whether a human is the secretary of the commission whose juror he would be, or a juror of the one whose secretary';

-- A network sets up an organism, until the first referent. From then on functions there are the referent's to give and to end, or
-- the certifier's: what a network must not read it would read through people of its own making, and the organism, whose files
-- they are, would not have been asked (decision 34).
create function organism_has_referent(organism_id uuid) returns boolean language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from affiliation a
                   where a.organism_id = organism_has_referent.organism_id and a.role = 'REFERENT'
                     and (a.valid_to is null or a.valid_to >= a.valid_from));
end
$$;
comment on function organism_has_referent(uuid) is 'Whether an organism has, has had or will have a referent: its people are then its own to name';
grant execute on function organism_has_referent(uuid) to clea_app, clea_read;

create function person_has_function(human uuid, body_scope text, body_id uuid, on_day date) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (
        select from person p
        where p.human_id = human
          and (exists (select from affiliation a where body_scope = 'ORGANISM' and a.person_id = p.id and a.organism_id = body_id
                       and a.valid_from <= on_day and (a.valid_to is null or a.valid_to >= on_day))
               or exists (select from commission_member m where body_scope = 'COMMISSION' and m.person_id = p.id and m.commission_id = body_id
                          and m.mandate_from <= on_day and (m.mandate_to is null or m.mandate_to >= on_day))
               or exists (select from staff_function f where f.person_id = p.id and f.scope = body_scope and f.scope_id is not distinct from body_id
                          and f.valid_from <= on_day and (f.valid_to is null or f.valid_to >= on_day))));
end
$$;
comment on function person_has_function(uuid, text, uuid, date) is 'Whether a human has a function there on a day, under any account';

-- The first session, running or settled, in which a human sits over a file of an organism on a day of a period: with a function
-- there he would not have been independent (A19). A file on which he stepped down is not judged by him.
create function function_meets_session(human uuid, organism_id uuid, from_day date, to_day date) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select s.id
        from person p
        join commission_member m on m.person_id = p.id
        join session s on s.commission_id = m.commission_id and s.state in ('OPEN', 'CLOSED', 'SIGNED')
             and s.held_on >= from_day and (to_day is null or s.held_on <= to_day)
        join agenda_item i on i.session_id = s.id and i.removed_on is null
        where p.human_id = human
          and (m.id in (s.chair_member_id, s.vice_chair_member_id)
               or exists (select from attendance a where a.session_id = s.id and a.member_id = m.id and a.presence <> 'ABSENT')
               or exists (select from vote v where v.agenda_item_id = i.id and v.member_id = m.id))
          and not exists (select from step_down d where d.agenda_item_id = i.id and d.member_id = m.id)
          and function_meets_session.organism_id in (select candidacy_organisms(i.candidacy_id))
        order by s.held_on, s.id
        limit 1);
end
$$;
comment on function function_meets_session(uuid, uuid, date, date) is 'The running or settled session that a function in an organism would make unsound; null = none';
grant execute on function function_meets_session(uuid, uuid, date, date) to clea_app, clea_read;

-- What stands against a link from a day on; a link that was taken back (it ends before it begins) stands against none.
create function link_conflicts(network_id uuid, organism_id uuid, commission_id uuid, funder_id uuid, person_id uuid, role text, from_day date,
                               to_day date, out overlapping_id uuid, out meets_session_id uuid, out is_excluded boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    human uuid := (select p.human_id from person p where p.id = link_conflicts.person_id);
    last date := coalesce(to_day, 'infinity');
begin
    is_excluded := coalesce(function_is_excluded(human, link_conflicts.commission_id, link_conflicts.role, from_day, to_day), false);
    if link_conflicts.person_id is null then
        overlapping_id := (
            select m.id from network_membership m
            where m.network_id = link_conflicts.network_id and m.organism_id = link_conflicts.organism_id
              and m.valid_from <= last and coalesce(m.valid_to, 'infinity') >= greatest(from_day, m.valid_from)
            order by m.id limit 1);
    elsif link_conflicts.role = 'JUROR' then
        overlapping_id := (
            select m.id from person p join commission_member m on m.person_id = p.id
            where p.human_id = human and m.commission_id = link_conflicts.commission_id
              and m.mandate_from <= last and coalesce(m.mandate_to, 'infinity') >= greatest(from_day, m.mandate_from)
            order by m.id limit 1);
    elsif function_body(link_conflicts.role) <> 'ORGANISM' then
        overlapping_id := (
            select f.id from staff_function f
            where f.person_id = link_conflicts.person_id and f.role = link_conflicts.role
              and f.scope_id is not distinct from coalesce(link_conflicts.network_id, link_conflicts.commission_id, link_conflicts.funder_id)
              and f.valid_from <= last and coalesce(f.valid_to, 'infinity') >= greatest(from_day, f.valid_from)
            order by f.id limit 1);
    else
        overlapping_id := (
            select a.id from affiliation a
            where a.person_id = link_conflicts.person_id and a.organism_id = link_conflicts.organism_id and a.role = link_conflicts.role
              and a.valid_from <= last and coalesce(a.valid_to, 'infinity') >= greatest(from_day, a.valid_from)
            order by a.id limit 1);
        meets_session_id := function_meets_session(human, link_conflicts.organism_id, from_day, to_day);
    end if;
end
$$;
comment on function link_conflicts(uuid, uuid, uuid, uuid, uuid, text, date, date) is 'What stands against a link in a period';
grant execute on function link_conflicts(uuid, uuid, uuid, uuid, uuid, text, date, date) to clea_app, clea_read;

-- --- the requests ---

-- A code is no part of what is asked: whoever has read the request answers it with the version that he read.
create trigger link_request_version before update on link_request for each row
    when (old.state is distinct from new.state or old.code_hash is not distinct from new.code_hash) execute function bump_version();

-- Whether the present scope is the one that answers for the other side. Of a person, the application says who he is; what acts
-- for the side that asks is never he, since that side makes the keys by which its people act; nor is it another employer: in this
-- scope he has to have something by which he speaks for himself.
create function link_request_is_answered(request_id uuid, answered_by uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asked record;
begin
    select q.kind, q.network_id, q.organism_id, q.person_id, q.asked_scope, q.asked_scope_id, q.code_hash into asked
    from link_request q where q.id = request_id;
    if asked.kind = 'MEMBERSHIP' then
        return (asked.asked_scope = 'NETWORK' and current_scope() = 'ORGANISM' and current_scope_id() = asked.organism_id)
            or (asked.asked_scope = 'ORGANISM' and current_scope() = 'NETWORK' and current_scope_id() = asked.network_id);
    end if;
    return (current_scope() = 'PUBLIC' and asked.code_hash is not null)
        or ((current_scope(), current_scope_id()) is distinct from (asked.asked_scope, asked.asked_scope_id)
            and exists (select from person p join person q on q.human_id = p.human_id
                        where p.id = asked.person_id and q.id = answered_by)
            and (exists (select from login l
                         where l.ended_at is null and human_of(l.person_id) = human_of(asked.person_id)
                           and login_opens(l.id, current_scope(), current_scope_id(), '{}')
                           and credential_speaks(l.id, asked.person_id, asked.asked_scope, asked.asked_scope_id))
                 or exists (select from api_key k
                            where k.scope = current_scope() and k.scope_id is not distinct from current_scope_id()
                              and human_of(k.person_id) = human_of(asked.person_id)
                              and credential_speaks(k.id, asked.person_id, asked.asked_scope, asked.asked_scope_id))));
end
$$;
comment on function link_request_is_answered(uuid, uuid) is 'Whether the other side of a request is who acts';

-- Who has the code of a request is the person who is asked: nobody else sees or answers it by this door, and the code opens no
-- other.
create function link_request_of_code(code_hash bytea)
returns table (id uuid, version int, state text, network_id uuid, organism_id uuid, commission_id uuid, person_id uuid, role text, asked_name text,
               valid_from date, valid_to date, answer_until date)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select q.id, q.version, q.state, q.network_id, q.organism_id, q.commission_id, q.person_id, q.role, coalesce(o.name, k.name, n.name),
           q.valid_from, q.valid_to, q.answer_until
    from link_request q
    left join organism o on o.id = q.organism_id
    left join commission k on k.id = q.commission_id
    left join network n on n.id = q.network_id
    where q.code_hash = link_request_of_code.code_hash;
end
$$;
comment on function link_request_of_code(bytea) is 'The request that a code answers';
grant execute on function link_request_of_code(bytea) to clea_app, clea_read;

create function link_request_answer(code_hash bytea, version int, state text, settled_on date, reason text, link_id uuid)
returns setof uuid language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    update link_request q
    set state = link_request_answer.state, settled_on = link_request_answer.settled_on, reason = link_request_answer.reason,
        link_id = link_request_answer.link_id
    where q.code_hash = link_request_answer.code_hash and q.version = link_request_answer.version
      and link_request_answer.state in ('ACCEPTED', 'DECLINED')
    returning q.id;
end
$$;
comment on function link_request_answer(bytea, int, text, date, text, uuid) is 'The answer of the person who has the code';
grant execute on function link_request_answer(bytea, int, text, date, text, uuid) to clea_app;

-- Of a person without a login: the certifier, or the side that recorded him and has him among its people; never the side that asks,
-- which would answer for him.
create function link_code_is_given(person_id uuid, asked_scope text, asked_scope_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return nation_writes()
        or ((current_scope(), current_scope_id()) is distinct from (asked_scope, asked_scope_id)
            and exists (select from person p
                        where p.id = link_code_is_given.person_id and p.created_by_scope = current_scope()
                          and p.created_by_scope_id = current_scope_id() and person_acts_in(p.id, current_scope(), current_scope_id())));
end
$$;
comment on function link_code_is_given(uuid, text, uuid) is 'Whether who acts may give the person of a request a code to answer with';
grant execute on function link_code_is_given(uuid, text, uuid) to clea_app, clea_read;

create function link_request_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.kind = 'FUNCTION' and new.asked_scope = 'NETWORK' and new.state in ('PENDING', 'ACCEPTED')
       and (tg_op = 'INSERT' or new.state <> old.state) and new.organism_id is not null and organism_has_referent(new.organism_id) then
        perform refuse('link_request_of_organism', 'link_request', 'the organism has a referent, who names its people');
    end if;
    if tg_op = 'INSERT' then
        if not exists (select from link_request_transition t where t.from_state = 'NONE' and t.to_state = new.state) then
            perform refuse('link_request_transition_legal', 'link_request', 'a request begins PENDING, GRANTED by the certifier, or ACCEPTED where nobody else is bound');
        end if;
        if new.state = 'ACCEPTED' and (new.kind = 'MEMBERSHIP' or (new.role = 'JUROR' and mandate_needs_consent(
               new.asked_scope, new.asked_scope_id, new.commission_id, new.person_id, new.valid_from)) or function_needs_consent(
               new.asked_scope, new.asked_scope_id, function_body(new.role),
               coalesce(new.commission_id, new.organism_id, new.network_id, new.funder_id), new.person_id, new.valid_from)) then
            perform refuse('link_request_consent', 'link_request', 'somebody else is bound');
        end if;
        if current_scope() is not null
           and ((current_scope(), current_scope_id()) is distinct from (new.asked_scope, new.asked_scope_id)
                or (new.state = 'GRANTED' and not nation_writes())) then
            perform refuse('link_request_settled_by', 'link_request', 'nobody asks or grants in another''s name');
        end if;
        return new;
    end if;
    if row(new.id, new.kind, new.network_id, new.organism_id, new.commission_id, new.funder_id, new.person_id, new.role, new.college, new.is_alternate,
           new.valid_from, new.valid_to, new.asked_scope, new.asked_scope_id, new.asked_by, new.asked_on, new.answer_until, new.message)
       is distinct from
       row(old.id, old.kind, old.network_id, old.organism_id, old.commission_id, old.funder_id, old.person_id, old.role, old.college, old.is_alternate,
           old.valid_from, old.valid_to, old.asked_scope, old.asked_scope_id, old.asked_by, old.asked_on, old.answer_until, old.message)
       or (new.state = old.state and (old.state <> 'PENDING' or row(new.settled_on, new.settled_by, new.reason, new.link_id)
                                      is distinct from row(old.settled_on, old.settled_by, old.reason, old.link_id))) then
        perform refuse('link_request_fixed', 'link_request', 'what was asked, and what was answered, never changes');
    end if;
    if new.code_hash is distinct from old.code_hash
       and (new.state <> 'PENDING' or not link_code_is_given(old.person_id, old.asked_scope, old.asked_scope_id)) then
        perform refuse('link_request_code_given', 'link_request', 'a code is given by who answers for the person');
    end if;
    if new.state = old.state then
        return new;
    end if;
    if not exists (select from link_request_transition t where t.from_state = old.state and t.to_state = new.state) then
        perform refuse('link_request_transition_legal', 'link_request', 'no move leads from ' || old.state || ' to ' || new.state);
    end if;
    if not (case new.state
           when 'RETRACTED' then (current_scope(), current_scope_id()) is not distinct from (old.asked_scope, old.asked_scope_id)
           when 'GRANTED' then nation_writes()
           when 'LAPSED' then old.answer_until < current_day() or coalesce(person_is_closed(old.person_id), false)
           else link_request_is_answered(old.id, new.settled_by)
           end) then
        perform refuse('link_request_settled_by', 'link_request', new.state || ' is not for the caller to say');
    end if;
    return new;
end
$$;
comment on function link_request_guard() is 'A request keeps what was asked, and ends by who may end it';
create trigger link_request_guard before insert or update on link_request for each row execute function link_request_guard();

create function link_request_linked() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    begins date := case when tg_op = 'INSERT' and new.state = 'ACCEPTED' then new.valid_from else greatest(new.valid_from, new.settled_on) end;
begin
    if new.kind = 'MEMBERSHIP' then
        insert into network_membership (id, network_id, organism_id, valid_from, valid_to)
        values (new.link_id, new.network_id, new.organism_id, begins, new.valid_to);
    elsif new.role = 'JUROR' then
        insert into commission_member (id, commission_id, person_id, college, mandate_from, mandate_to, is_alternate)
        values (new.link_id, new.commission_id, new.person_id, new.college, begins, new.valid_to, new.is_alternate);
    elsif function_body(new.role) <> 'ORGANISM' then
        insert into staff_function (id, person_id, scope, scope_id, role, valid_from, valid_to)
        values (new.link_id, new.person_id, function_body(new.role), coalesce(new.network_id, new.commission_id, new.funder_id), new.role,
                begins, new.valid_to);
    else
        insert into affiliation (id, person_id, organism_id, role, valid_from, valid_to)
        values (new.link_id, new.person_id, new.organism_id, new.role, begins, new.valid_to);
    end if;
    return null;
end
$$;
comment on function link_request_linked() is 'The link begins with its acceptance, on that day at the earliest unless nobody else is bound';
create trigger link_request_linked_at_once after insert on link_request for each row
    when (new.state in ('ACCEPTED', 'GRANTED')) execute function link_request_linked();
create trigger link_request_linked after update of state on link_request for each row
    when (old.state = 'PENDING' and new.state in ('ACCEPTED', 'GRANTED')) execute function link_request_linked();

create function link_requests_overdue(row_limit int) returns table (id uuid, version int)
language sql stable security definer set search_path = pg_catalog, public, pg_temp begin atomic
    select r.id, r.version
    from link_request r
    left join organism o on o.id = r.organism_id
    left join commission k on k.id = r.commission_id
    where r.state = 'PENDING' and r.answer_until < current_day()
      and r.answer_until < deadline_day(coalesce(o.time_zone, k.time_zone, 'Europe/Paris'))
    order by r.answer_until, r.id
    limit row_limit;
end;
comment on function link_requests_overdue(int) is
    'Requests whose last day to answer is over, in Paris and where the organism or commission is (link_request_by_term)';
grant execute on function link_requests_overdue(int) to clea_app, clea_read;

-- --- who sees and writes requests ---

-- A person's own logins are shown, and ended, in every function: the statements say whose they are.
create policy login_read_own on login for select to clea_app, clea_read using (
    person_id is not null and person_acts_in(person_id, current_scope(), current_scope_id()));
create policy login_end_own on login for update to clea_app using (
    person_id is not null and person_acts_in(person_id, current_scope(), current_scope_id()));

create policy link_request_auditor on link_request for select to clea_auditor using (true);
create policy link_request_read on link_request for select to clea_app, clea_read using (
    (asked_scope = current_scope() and asked_scope_id = current_scope_id())
    or (current_scope() = 'ORGANISM' and organism_id = current_scope_id())
    or (current_scope() = 'NETWORK' and network_id = current_scope_id())
    or (current_scope() = 'COMMISSION' and commission_id = current_scope_id())
    or (person_id is not null and person_acts_in(person_id, current_scope(), current_scope_id())));
create policy link_request_insert on link_request for insert to clea_app with check (
    asked_scope = current_scope() and asked_scope_id = current_scope_id());
-- Who may end it how is the guard's to say.
create policy link_request_update on link_request for update to clea_app using (
    (asked_scope = current_scope() and asked_scope_id = current_scope_id())
    or (kind = 'MEMBERSHIP' and current_scope() = 'ORGANISM' and organism_id = current_scope_id())
    or (kind = 'MEMBERSHIP' and current_scope() = 'NETWORK' and network_id = current_scope_id())
    or (person_id is not null and person_acts_in(person_id, current_scope(), current_scope_id())));
grant select on link_request_transition to clea_app, clea_read, clea_auditor;
grant select (id, kind, network_id, organism_id, commission_id, funder_id, person_id, role, college, is_alternate, valid_from, valid_to, asked_scope,
    asked_scope_id, asked_by, asked_with, asked_on, answer_until, message, state, settled_on, settled_by, reason, link_id, version, created_at)
    on link_request to clea_app, clea_read, clea_auditor;
grant insert on link_request to clea_app;
grant update (state, settled_on, settled_by, reason, link_id, code_hash, version) on link_request to clea_app;
