-- SPDX-License-Identifier: EUPL-1.2
-- Votes that were written down: what stands, and what falls when their juror takes them back (decision 35).

create view standing_decision with (security_invoker = true) as
    select d.* from decision d where not exists (select from vote_reversal r where r.decision_id = d.id);
comment on view standing_decision is 'Decisions that did not fall: one a file at most';
create view standing_minutes with (security_invoker = true) as
    select m.* from minutes m where not exists (select from vote_reversal r where r.minutes_id = m.id);
comment on view standing_minutes is 'Minutes that did not fall: one a session at most';
grant select on standing_decision, standing_minutes to clea_app, clea_read, clea_auditor;

grant select on vote_reversal to clea_app, clea_read, clea_auditor;
grant insert on vote_reversal to clea_app;
create policy vote_reversal_read on vote_reversal for select to clea_app, clea_read using (
    current_scope() = 'COMMISSION' and commission_id = current_scope_id()
    and ((select current_reach()) is null or session_id = any ((select current_reach())::uuid[])));
create policy vote_reversal_insert on vote_reversal for insert to clea_app with check (
    current_scope() = 'COMMISSION' and commission_id = current_scope_id()
    and ((select current_reach()) is null or session_id = any ((select current_reach())::uuid[])));
create policy vote_reversal_auditor on vote_reversal for select to clea_auditor using (true);

create trigger vote_reversal_append_only before update or delete on vote_reversal for each row execute function reject_change();
create trigger vote_reversal_no_truncate before truncate on vote_reversal for each statement execute function reject_change();

create function vote_reversal_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from session s where s.id = new.session_id and s.state in ('OPEN', 'CLOSED') for share) then
        perform refuse('vote_reversal_in_time', 'vote_reversal', 'the session is over');
    end if;
    if new.minutes_id is distinct from (select m.id from standing_minutes m where m.session_id = new.session_id) then
        perform refuse('vote_reversal_of_minutes', 'vote_reversal', 'the minutes of the session fall with the decision, and no others');
    end if;
    if not exists (select from decision d where d.id = new.decision_id and d.agenda_item_id = new.agenda_item_id
                   and (d.outcome = 'NOT_EXAMINED') = (new.member_id is null) and d.effective_on is null) then
        perform refuse('vote_reversal_of_decision', 'vote_reversal', 'no decision that counts votes, or none that counts none, and has not taken effect');
    end if;
    if new.member_id is null then
        if new.minutes_id is not null or not exists (
            select from session s where s.id = new.session_id and s.state = 'OPEN'
               and exists (select from attendance a where a.session_id = s.id and a.presence <> 'ABSENT' and person_is_juror(new.person_id, a.member_id))) then
            perform refuse('vote_reversal_by_juror', 'vote_reversal', 'who runs the session alone takes it back, while it is open');
        end if;
        return new;
    end if;
    if not exists (select from vote v join commission_member m on m.id = v.member_id
                   where v.agenda_item_id = new.agenda_item_id and v.member_id = new.member_id and v.standing = 'RECORDED'
                     and not exists (select from minutes_signature g where g.minutes_id = new.minutes_id and g.college = m.college)) then
        perform refuse('vote_reversal_awaited', 'vote_reversal', 'nothing that was written down awaits this juror');
    end if;
    if not person_is_juror(new.person_id, new.member_id) then
        perform refuse('vote_reversal_by_juror', 'vote_reversal', 'the juror alone takes it back');
    end if;
    return new;
end
$$;
comment on function vote_reversal_guard() is 'Only the juror whose vote was written down takes it back, before it is confirmed, signed for by the college, or over; only the chair that a file was not examined, while the session is open';

create function person_is_juror(asked_person uuid, asked_member uuid) returns boolean language plpgsql stable
security definer as $$
begin
    return exists (select from public.commission_member m join public.person juror on juror.id = m.person_id
                   join public.person p on p.human_id = juror.human_id
                   where m.id = asked_member and p.id = asked_person);
end
$$;
comment on function person_is_juror(uuid, uuid) is 'Is this person the human of that mandate?';

create trigger vote_reversal_guard before insert on vote_reversal for each row execute function vote_reversal_guard();

create function vote_word_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.cast_by is not null and not person_is_juror(new.cast_by, new.member_id) then
        perform refuse('vote_cast_by_juror', 'vote', 'a vote is the word of its juror');
    end if;
    if tg_op = 'INSERT' then
        if new.standing not in ('OWN', 'RECORDED') then
            perform refuse('vote_answers_record', 'vote', 'nothing was written down that could be answered');
        end if;
        return new;
    end if;
    if new.standing = 'RECORDED' and old.standing <> 'RECORDED' then
        perform refuse('vote_word_of_juror', 'vote', 'the juror has spoken');
    end if;
    if new.standing in ('CONFIRMED', 'CONTESTED') and old.standing <> new.standing
       and (old.standing <> 'RECORDED' or new.choice <> old.choice or new.recorded_by <> old.recorded_by) then
        perform refuse('vote_answers_record', 'vote', 'nothing was written down that could be answered');
    end if;
    return new;
end
$$;
comment on function vote_word_guard() is 'A vote is its juror''s: what another writes down may be confirmed or contested by him, and never replaces his word';
create trigger vote_word_guard before insert or update on vote for each row execute function vote_word_guard();

-- What a juror said in person, nobody else takes out of the count, as writing over it would. Behind step_down_guard, by the order of
-- the names: the session is held, and no vote comes in between.
create function vote_is_spoken(agenda_item_id uuid, member_id uuid) returns boolean language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from vote v where v.agenda_item_id = vote_is_spoken.agenda_item_id and v.member_id = vote_is_spoken.member_id
                   and v.standing <> 'RECORDED');
end
$$;
comment on function vote_is_spoken(uuid, uuid) is 'Whether a juror cast, confirmed or contested a vote on a file in person';
grant execute on function vote_is_spoken(uuid, uuid) to clea_app;
grant execute on function person_is_juror(uuid, uuid) to clea_app;

create function step_down_word_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if vote_is_spoken(new.agenda_item_id, new.member_id) and not coalesce(person_is_juror(new.said_by, new.member_id), false) then
        perform refuse('step_down_word_of_juror', 'step_down', 'the juror has spoken, and alone steps down');
    end if;
    if new.is_recusal and not coalesce(person_is_juror(new.said_by, new.member_id), false) then
        perform refuse('step_down_recusal_of_juror', 'step_down', 'the juror alone declares a recusal');
    end if;
    return new;
end
$$;
comment on function step_down_word_guard() is 'Whoever voted in person steps down in person, and a recusal is declared in person';
create trigger step_down_word_guard before insert on step_down for each row execute function step_down_word_guard();
