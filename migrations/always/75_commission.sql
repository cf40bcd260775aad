-- SPDX-License-Identifier: EUPL-1.2
-- Files, sessions, votes, decisions, minutes.

-- Who sat, and who signed, is the commission's own: a decision is that of a body, and nobody who is told of it learns by whose hand.
create function event_is_of_jurors(event text) returns boolean language sql immutable parallel safe
return event in ('CERTIFY', 'DEFER', 'REFUSE', 'RECTIFY_DECISION');
comment on function event_is_of_jurors(text) is 'Whether the person of an event of a candidacy is a member of the commission who signed its decision';
create function scope_knows_jurors(scope text) returns boolean language sql immutable parallel safe
return scope in ('COMMISSION', 'CERTIFIER', 'AUDITOR', 'SYSTEM');
comment on function scope_knows_jurors(text) is 'Whether a scope is told who sits on a commission';
grant execute on function event_is_of_jurors(text), scope_knows_jurors(text) to clea_app, clea_read;

create function file_access_keep() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.status <> 'WITHDRAWN' then
        insert into candidacy_access (candidacy_id, scope, scope_id, candidate_id, can_write)
        select new.candidacy_id, 'COMMISSION', new.commission_id, c.candidate_id, true
        from candidacy c where c.id = new.candidacy_id
        on conflict on constraint candidacy_access_pk do update set can_write = true where not candidacy_access.can_write;
    elsif not exists (select from file f where f.candidacy_id = new.candidacy_id
                      and f.commission_id = new.commission_id and f.status <> 'WITHDRAWN') then
        delete from candidacy_access
        where candidacy_id = new.candidacy_id and scope = 'COMMISSION' and scope_id = new.commission_id;
    end if;
    return null;
end
$$;
comment on function file_access_keep() is 'The commission of a file gets access to its candidacy; a withdrawn file takes it back';
create trigger file_access_inserted after insert on file for each row execute function file_access_keep();
create trigger file_access_moved after update of status on file for each row
    when (old.status is distinct from new.status) execute function file_access_keep();

create function file_guard() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    -- Its day is put right until a commission takes it up.
    if (new.id, new.candidacy_id, new.commission_id, new.ordinal, new.acting_org_id, new.snapshot, new.is_direct_route)
       is distinct from
       (old.id, old.candidacy_id, old.commission_id, old.ordinal, old.acting_org_id, old.snapshot, old.is_direct_route)
       or (new.submitted_on <> old.submitted_on and (old.status <> 'SUBMITTED' or new.status <> 'SUBMITTED' or old.answered_on is not null))
       or new.override_id is distinct from old.override_id or new.override_reason is distinct from old.override_reason
       or new.resends_id is distinct from old.resends_id or new.holder is distinct from old.holder then
        perform refuse('file_snapshot_fixed', 'file', 'a file that was sent never changes');
    end if;
    return new;
end
$$;
comment on function file_guard() is 'The snapshot is locked';
grant execute on function file_guard() to clea_app;
create trigger file_guard before update on file for each row execute function file_guard();

create function session_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'PLANNED' then
            perform refuse('session_transition_legal', 'session', 'a session begins PLANNED');
        end if;
        return new;
    end if;
    if new.state <> old.state and not exists (select from session_transition t
                                              where t.from_state = old.state and t.to_state = new.state) then
        perform refuse('session_transition_legal', 'session', 'no rule leads from ' || old.state || ' to ' || new.state);
    end if;
    if (new.id, new.commission_id, new.reference) is distinct from (old.id, old.commission_id, old.reference)
       or (old.state in ('CLOSED', 'SIGNED', 'CANCELLED')
           and (new.held_on, new.min_per_college, new.chair_member_id, new.vice_chair_member_id, new.modality)
               is distinct from (old.held_on, old.min_per_college, old.chair_member_id, old.vice_chair_member_id, old.modality)) then
        perform refuse('session_fixed', 'session', 'the session is closed');
    end if;
    if new.state = 'CLOSED' and old.state = 'OPEN' and exists (
        select from agenda_item i where i.session_id = new.id and i.is_live and i.outcome is null) then
        perform refuse('session_every_item_decided', 'session', 'a file is neither decided nor marked as not examined');
    end if;
    if new.state = 'SIGNED' and old.state <> 'SIGNED' and
       (select count(distinct g.college) from standing_minutes m join minutes_signature g on g.minutes_id = m.id
        where m.session_id = new.id) < 2 then
        perform refuse('session_signed_by_both_colleges', 'session', 'both colleges sign');
    end if;
    if new.state = 'OPEN' and old.state = 'CLOSED' and exists (select from standing_minutes m where m.session_id = new.id) then
        perform refuse('session_reopened_by_reversal', 'session', 'a closed session opens again only when its minutes fell');
    end if;
    if new.state in ('SIGNED', 'CANCELLED') and new.state <> old.state then
        update agenda_item set settled_on = coalesce(new.cancelled_on, new.held_on) where session_id = new.id and is_live;
    end if;
    return new;
end
$$;
comment on function session_guard() is 'Legal moves of a session; closing needs every file settled, signing needs both colleges; then its files are free';
create trigger session_guard before insert or update on session for each row execute function session_guard();

create function agenda_item_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    held record;
    taken int;
begin
    if tg_op = 'UPDATE' then
        if (new.id, new.session_id, new.commission_id, new.candidacy_id, new.file_id, new.added_on)
           is distinct from (old.id, old.session_id, old.commission_id, old.candidacy_id, old.file_id, old.added_on) then
            perform refuse('agenda_item_fixed', 'agenda_item', 'a file does not change places between agendas');
        end if;
        if old.settled_on is not null then
            perform refuse('agenda_item_settled', 'agenda_item', 'the session is over');
        end if;
        if (new.position, new.removed_on, new.outcome) is not distinct from (old.position, old.removed_on, old.outcome) then
            return new;
        end if;
    end if;
    select s.state, s.capacity into held from session s where s.id = new.session_id for share;
    if tg_op = 'INSERT' or new.position <> old.position or new.removed_on is distinct from old.removed_on then
        if held.state not in ('PLANNED', 'CONVENED') then
            perform refuse('agenda_item_session_locked', 'agenda_item', 'the agenda is locked');
        end if;
    elsif held.state <> 'OPEN' then
        perform refuse('agenda_item_session_open', 'agenda_item', 'the session is not open');
    end if;
    if tg_op = 'INSERT' and held.capacity is not null then
        select count(*) into taken from agenda_item i where i.session_id = new.session_id and i.removed_on is null;
        if taken >= held.capacity then
            perform refuse('agenda_item_session_full', 'agenda_item', 'the session is full');
        end if;
    end if;
    return new;
end
$$;
comment on function agenda_item_guard() is 'The agenda changes only before the session opens, outcomes only while it is open; capacity';
create trigger agenda_item_guard before insert or update on agenda_item for each row execute function agenda_item_guard();

-- Definer: the asker may not see these sessions, and the guard of the agenda will want a share of them.
create function hold_agendas(file_ids uuid[]) returns int language plpgsql volatile
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform from session s
    where s.id in (select i.session_id from agenda_item i where i.file_id = any (file_ids) and i.is_live) order by s.id for share;
    return cardinality(file_ids);
end
$$;
comment on function hold_agendas(uuid[]) is 'Holds the sessions on whose agenda files are, until the commit';
grant execute on function hold_agendas(uuid[]) to clea_app;

create function attendance_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    now_session uuid := case when tg_op = 'DELETE' then old.session_id else new.session_id end;
begin
    if not exists (select from session s where s.id = now_session and s.state in ('PLANNED', 'CONVENED', 'OPEN') for share) then
        perform refuse(tg_table_name || '_session_locked', tg_table_name, 'the session is over');
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end
$$;
comment on function attendance_guard() is 'Presence and step-downs are fixed once the session is closed';

-- Who voted is part of what was decided.
create function step_down_voter_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from standing_decision d
               where d.agenda_item_id = case when tg_op = 'DELETE' then old.agenda_item_id else new.agenda_item_id end) then
        perform refuse('step_down_before_decision', 'step_down', 'the file is decided');
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$$;
comment on function step_down_voter_guard() is 'Nobody comes to a decided file, or leaves it';

create function attendance_voter_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    -- Who was counted when it opened was there: leaving is an act of its own (departure).
    if tg_op = 'UPDATE' and new.presence = 'ABSENT' and old.presence <> 'ABSENT'
       and exists (select from session s where s.id = new.session_id and s.state = 'OPEN') then
        perform refuse('attendance_counted', 'attendance', 'the session is open, and this juror was counted');
    end if;
    if new.presence = 'ABSENT' and exists (
        select from vote v
        join standing_decision d on d.agenda_item_id = v.agenda_item_id and d.outcome <> 'NOT_EXAMINED'
        where v.session_id = new.session_id and v.member_id = new.member_id and v.standing <> 'CONTESTED'
          and not exists (select from step_down y where y.agenda_item_id = v.agenda_item_id and y.member_id = v.member_id)) then
        perform refuse('attendance_before_decision', 'attendance', 'a decision counted the vote of this juror');
    end if;
    return new;
end
$$;
comment on function attendance_voter_guard() is 'Who was counted was there, and whose vote was';
create trigger attendance_guard before insert or update or delete on attendance for each row execute function attendance_guard();
create trigger step_down_guard before insert or update or delete on step_down for each row execute function attendance_guard();
create trigger attendance_voter_guard before insert or update on attendance for each row execute function attendance_voter_guard();
create trigger step_down_voter_guard before insert or update or delete on step_down for each row execute function step_down_voter_guard();

create function vote_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    is_confirmation boolean := false;
begin
    if tg_op = 'UPDATE' then
        is_confirmation := new.standing = 'CONFIRMED' and old.standing = 'RECORDED' and new.choice = old.choice;
    end if;
    if not exists (select from session s where s.id = new.session_id
                   and (s.state = 'OPEN' or (is_confirmation and s.state = 'CLOSED')) for share) then
        perform refuse('vote_session_open', 'vote', 'the session is not open');
    end if;
    if not is_confirmation and exists (select from standing_decision d where d.agenda_item_id = new.agenda_item_id) then
        perform refuse('vote_before_decision', 'vote', 'the file is decided');
    end if;
    if exists (select from attendance a where a.session_id = new.session_id and a.member_id = new.member_id and a.presence = 'ABSENT') then
        perform refuse('vote_member_present', 'vote', 'an absent juror does not vote');
    end if;
    if exists (select from step_down d where d.agenda_item_id = new.agenda_item_id and d.member_id = new.member_id) then
        perform refuse('vote_member_stepped_down', 'vote', 'a juror who stepped down does not vote');
    end if;
    return new;
end
$$;
comment on function vote_guard() is 'Votes are cast while the session is open, by jurors present who did not step down, before the decision; what was written down is confirmed until the session is signed';
create trigger vote_guard before insert or update on vote for each row execute function vote_guard();

create function vote_human() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    human uuid;
begin
    select human_held(m.person_id) into human from commission_member m where m.id = new.member_id;
    if exists (select from agenda_item i join session s on s.id = i.session_id
               where i.id = new.agenda_item_id and human_is_linked(human, i.candidacy_id, s.held_on)) then
        perform refuse('vote_juror_independent', 'vote', 'the juror belongs to an organism of the file');
    end if;
    return new;
end
$$;
comment on function vote_human() is 'Nobody votes on a file of his own organism (A19), not even when he became its human a moment ago';
create trigger vote_human before insert or update of member_id on vote for each row execute function vote_human();

create function commission_member_human() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    human uuid := person_human_held(new.person_id);
begin
    if exists (select from commission_member m join person p on p.id = m.person_id
               where p.human_id = human and m.commission_id = new.commission_id and m.id <> new.id and m.person_id <> new.person_id
                 and daterange(m.mandate_from, m.mandate_to + 1) && daterange(new.mandate_from, new.mandate_to + 1)) then
        perform refuse('commission_member_one_human', 'commission_member', 'he has a mandate of this commission under another account');
    end if;
    return new;
end
$$;
comment on function commission_member_human() is 'One human, one mandate of a commission at a time (3.4)';
create trigger commission_member_human before insert or update of person_id, mandate_from, mandate_to on commission_member
    for each row execute function commission_member_human();

-- A juror who voted and then left, or stepped down, does not count any more.
create function decision_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    held record;
    cast_votes record;
begin
    select s.state, s.min_per_college into held from session s where s.id = new.session_id for share;
    if tg_op = 'UPDATE' then
        if row(new.id, new.agenda_item_id, new.session_id, new.commission_id, new.candidacy_id, new.file_id, new.outcome,
               new.voter_count, new.for_count, new.against_count, new.abstain_count, new.decided_on, new.holder, new.statement_id)
           is distinct from
           row(old.id, old.agenda_item_id, old.session_id, old.commission_id, old.candidacy_id, old.file_id, old.outcome,
               old.voter_count, old.for_count, old.against_count, old.abstain_count, old.decided_on, old.holder, old.statement_id)
           or (old.effective_on is not null and new.effective_on is distinct from old.effective_on) then
            perform refuse('decision_fixed', 'decision', 'a decision never changes');
        end if;
        -- Its words change as long as the session is open, then with rectifying minutes (decision_reads_as_minutes), and once with each.
        if held.state = 'OPEN' and old.effective_on is null and new.effective_on is null and new.rectification_id is null then
            return new;
        end if;
        if (old.effective_on is not null or row(new.reasons, new.domain_codes, new.request_text, new.answer_by_date)
                is distinct from row(old.reasons, old.domain_codes, old.request_text, old.answer_by_date))
           and (new.rectification_id is null or new.rectification_id is not distinct from old.rectification_id) then
            perform refuse('decision_fixed', 'decision', 'a decision never changes');
        end if;
        return new;
    end if;
    if held.state is distinct from 'OPEN' then
        perform refuse('decision_session_open', 'decision', 'the session is not open');
    end if;
    -- Whom it is about, as a certificate prints it.
    select candidate_told(c.candidate_id) - 'sex' into new.holder from candidacy c where c.id = new.candidacy_id;
    if new.outcome <> 'NOT_EXAMINED' then
        select count(*) filter (where v.choice = 'FOR') as for_count,
               count(*) filter (where v.choice = 'AGAINST') as against_count,
               count(*) filter (where v.choice = 'ABSTAIN') as abstain_count,
               count(*) filter (where m.college = 'EMPLOYER') as employers,
               count(*) filter (where m.college = 'EMPLOYEE') as employees
        into cast_votes
        from vote v
        join commission_member m on m.id = v.member_id
        join attendance a on a.session_id = v.session_id and a.member_id = v.member_id and a.presence <> 'ABSENT'
        where v.agenda_item_id = new.agenda_item_id and v.standing <> 'CONTESTED'
          and not exists (select from step_down d where d.agenda_item_id = v.agenda_item_id and d.member_id = v.member_id);
        if (new.for_count, new.against_count, new.abstain_count)
           is distinct from (cast_votes.for_count::int, cast_votes.against_count::int, cast_votes.abstain_count::int) then
            perform refuse('decision_counts_votes', 'decision', 'the totals are not those of the votes');
        end if;
        if cast_votes.employers <> cast_votes.employees then
            perform refuse('decision_parity', 'decision', 'as many employers as employees vote');
        end if;
        if least(cast_votes.employers, cast_votes.employees) < held.min_per_college then
            perform refuse('decision_quorum', 'decision', 'too few voters in a college');
        end if;
    end if;
    return new;
end
$$;
comment on function decision_guard() is 'A decision is taken while the session is open, counts the votes, keeps parity and quorum; its words change while the session is open, and then it only becomes effective';
create trigger decision_guard before insert or update on decision for each row execute function decision_guard();

-- At commit: the second signature draws the number of the rectifying minutes last.
create function decision_reads_as_minutes() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (
        select from rectification r cross join lateral jsonb_array_elements(r.content #> '{minutes,files}') as f(value)
        where r.id = new.rectification_id and r.state = 'SIGNED' and f.value ->> 'decision_id' = new.id::text
          and f.value ->> 'reasons' is not distinct from new.reasons and f.value -> 'domain_codes' = to_jsonb(new.domain_codes)
          and f.value ->> 'request_text' is not distinct from new.request_text
          and (f.value ->> 'answer_by_date')::date is not distinct from new.answer_by_date) then
        perform refuse('decision_reads_as_minutes', 'decision', 'no signed rectifying minutes say so');
    end if;
    return null;
end
$$;
comment on function decision_reads_as_minutes() is 'At commit: words of a decision are rectified as rectifying minutes say that both colleges have signed';
create constraint trigger decision_reads_as_minutes after update of rectification_id on decision deferrable initially deferred
    for each row when (new.rectification_id is not null) execute function decision_reads_as_minutes();

create function minutes_signature_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from session s where s.id = new.session_id and s.state = 'CLOSED' for share) then
        perform refuse('minutes_signature_session_closed', 'minutes_signature', 'minutes are signed once the session is closed');
    end if;
    if not member_signs(new.session_id, new.member_id) then
        perform refuse('minutes_signature_by_chair', 'minutes_signature', 'the chair and the vice-chair sign, or who stands in');
    end if;
    if not exists (select from standing_minutes m where m.id = new.minutes_id and m.sha256 = new.sha256) then
        perform refuse('minutes_signature_same_text', 'minutes_signature', 'another text was signed');
    end if;
    return new;
end
$$;
comment on function minutes_signature_guard() is 'Chair and vice-chair, or who stands in for one of them, sign the closed minutes as they are';
create trigger minutes_signature_guard before insert on minutes_signature for each row execute function minutes_signature_guard();

create function sessions_named(id uuid, reference text, agenda_item_id uuid)
returns setof uuid language plpgsql stable parallel safe rows 1 as $$
begin
    if sessions_named.id is not null then
        return next sessions_named.id;
    end if;
    if sessions_named.reference is not null then
        return query select s.id from public.session s
            where s.reference = sessions_named.reference and s.id is distinct from (sessions_named.id);
    end if;
    if sessions_named.agenda_item_id is not null then
        return query select i.session_id from public.agenda_item i
            where i.id = sessions_named.agenda_item_id and i.session_id is distinct from (sessions_named.id);
    end if;
end
$$;
comment on function sessions_named(uuid, text, uuid) is
    'The session that a request speaks of: by id, by reference, or by an item of its agenda. What is not visible is not found';
grant execute on function sessions_named(uuid, text, uuid) to clea_app, clea_read;

-- A session is sat in by its chairs from the first day, by the jurors whose mandate covers its day once it is convened, and, when
-- it is closed, by those alone who were recorded as there. Whoever is recorded as absent does not sit in it.
create function sessions_sat_in(commission_id uuid, human_id uuid) returns uuid[]
language plpgsql stable security definer as $$
begin
    return array(
        -- Of hundreds of sessions a few are his by his chair or still to come, and presence is asked of these alone.
        select s.id
        from public.person p
        join public.commission_member m on m.person_id = p.id and m.commission_id = sessions_sat_in.commission_id
        join public.session s on s.commission_id = m.commission_id and s.state <> 'CANCELLED'
        where p.human_id = sessions_sat_in.human_id
          and (m.id in (s.chair_member_id, s.vice_chair_member_id)
               or (s.state in ('CONVENED', 'OPEN') and m.mandate_from <= s.held_on and (m.mandate_to is null or m.mandate_to >= s.held_on)))
          and not exists (select from public.attendance a where a.session_id = s.id and a.member_id = m.id and a.presence = 'ABSENT')
        union
        select a.session_id
        from public.person p
        join public.commission_member m on m.person_id = p.id and m.commission_id = sessions_sat_in.commission_id
        join public.attendance a on a.member_id = m.id and a.presence <> 'ABSENT'
        join public.session s on s.id = a.session_id and s.state <> 'CANCELLED'
        where p.human_id = sessions_sat_in.human_id);
end
$$;
comment on function sessions_sat_in(uuid, uuid) is 'The sessions of a commission that a human sits in, under any of his accounts: whose files he reads';
grant execute on function sessions_sat_in(uuid, uuid) to clea_app, clea_read;

-- Who was convened, or named to chair, is told what became of the session: that it was cancelled, that he was noted absent, what the
-- minutes say. Whose files he reads is another matter (sessions_sat_in).
create function sessions_told_of(commission_id uuid, human_id uuid) returns uuid[]
language plpgsql stable security definer as $$
begin
    return array(
        select v.session_id
        from public.person p
        join public.commission_member m on m.person_id = p.id and m.commission_id = sessions_told_of.commission_id
        join public.convocation v on v.member_id = m.id -- convocation_by_member
        where p.human_id = sessions_told_of.human_id
        union
        select s.id
        from public.person p
        join public.commission_member m on m.person_id = p.id and m.commission_id = sessions_told_of.commission_id
        join public.session s on s.commission_id = m.commission_id and m.id in (s.chair_member_id, s.vice_chair_member_id)
        where p.human_id = sessions_told_of.human_id);
end
$$;
comment on function sessions_told_of(uuid, uuid) is 'The sessions of a commission that a human was convened to or named to chair, whatever became of them: he reads of the session itself, and no file';
grant execute on function sessions_told_of(uuid, uuid) to clea_app, clea_read;

-- Definer: who is in charge of a file on its agenda does not see the session. Strict: nothing is looked up where there is no agenda.
create function session_has_opened(session_id uuid) returns boolean
language plpgsql stable strict security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select s.state not in ('PLANNED', 'CONVENED') from session s where s.id = session_has_opened.session_id);
end
$$;
comment on function session_has_opened(uuid) is 'Whether what is on the agenda of a session stays there; null = there is none';
grant execute on function session_has_opened(uuid) to clea_app, clea_read;
