-- 0009 what the acts of a commission share: how a request names a session, candidacies by one item of an agenda, and a
-- decision that counts the votes of those who may vote.

set local role clea_owner;

create function sessions_named(id uuid, reference text, agenda_item_id uuid)
returns setof uuid language sql stable parallel safe as $$
    select sessions_named.id where sessions_named.id is not null
    union
    select s.id from session s where s.reference = sessions_named.reference
    union
    select i.session_id from agenda_item i where i.id = sessions_named.agenda_item_id
$$;
comment on function sessions_named(uuid, text, uuid) is
    'The session that a request speaks of: by id, by reference, or by an item of its agenda. What is not visible is not found';
grant execute on function sessions_named(uuid, text, uuid) to clea_app, clea_read;

-- session_id may be an item of an agenda as well: one candidacy instead of all of them.
create or replace function candidacies_named(id uuid, reference text, evaluation_id uuid, session_id uuid, file_id uuid)
returns setof uuid language sql stable parallel safe as $$
    select candidacies_named.id where candidacies_named.id is not null
    union
    select c.id from candidacy c where c.reference = candidacies_named.reference
    union
    select e.candidacy_id from evaluation e where e.id = candidacies_named.evaluation_id
    union
    select i.candidacy_id from agenda_item i where i.session_id = candidacies_named.session_id and i.is_live
    union
    select i.candidacy_id from agenda_item i where i.id = candidacies_named.session_id and i.removed_on is null
    union
    select f.candidacy_id from file f where f.id = candidacies_named.file_id
$$;
comment on function candidacies_named(uuid, text, uuid, uuid, uuid) is
    'The candidacies that a request speaks of: by id, by reference, by an evaluation, by the live agenda of a session or one item of it, by a file. What is not visible is not found';

-- A juror who voted and then left, or stepped down, does not count any more.
create or replace function decision_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    held record;
    cast_votes record;
begin
    select s.state, s.min_per_college into held from session s where s.id = new.session_id for share;
    if tg_op = 'UPDATE' then
        if row(new.id, new.agenda_item_id, new.session_id, new.commission_id, new.candidacy_id, new.file_id, new.outcome, new.reasons,
               new.domain_codes, new.request_text, new.answer_by_date, new.voter_count, new.for_count, new.against_count,
               new.abstain_count, new.decided_on)
           is distinct from
           row(old.id, old.agenda_item_id, old.session_id, old.commission_id, old.candidacy_id, old.file_id, old.outcome, old.reasons,
               old.domain_codes, old.request_text, old.answer_by_date, old.voter_count, old.for_count, old.against_count,
               old.abstain_count, old.decided_on) or old.effective_on is not null then
            perform refuse('decision_fixed', 'decision', 'a decision never changes');
        end if;
        return new;
    end if;
    if held.state is distinct from 'OPEN' then
        perform refuse('decision_session_open', 'decision', 'the session is not open');
    end if;
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
        where v.agenda_item_id = new.agenda_item_id
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
