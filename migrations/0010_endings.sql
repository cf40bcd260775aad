-- 0010 how a candidacy ends or pauses without the jury: interrupted paths, recalled files, expiry, withdrawal, abandonment and
-- resumption, cancellation, transfer (T12, T18, T25 to T29, T31), and what the sweep looks for.

set local role clea_owner;

insert into candidacy_transition (rule, from_state, event, to_state) values
    ('T12', 'IN_TRAINING', 'INTERRUPT_PATH', 'PARTIAL'),
    ('T18', 'SUBMITTED', 'RECALL_FILE', 'JURY_READY'),
    ('T25', 'PRIOR_COMPLETED', 'EXPIRE', 'EXPIRED'),
    ('T25', 'PARTIAL', 'EXPIRE', 'EXPIRED'),
    ('T25', 'PATH_PROPOSED', 'EXPIRE', 'EXPIRED'),
    ('T25', 'IN_TRAINING', 'EXPIRE', 'EXPIRED'),
    ('T25', 'FINAL_READY', 'EXPIRE', 'EXPIRED'),
    ('T25', 'FINAL_IN_PROGRESS', 'EXPIRE', 'EXPIRED'),
    ('T25', 'JURY_READY', 'EXPIRE', 'EXPIRED'),
    ('T25', 'ABANDONED', 'EXPIRE', 'EXPIRED'),
    ('T26', 'CONTACT', 'WITHDRAW', 'WITHDRAWN'),
    ('T26', 'INFORMED', 'WITHDRAW', 'WITHDRAWN'),
    ('T26', 'PRIOR_IN_PROGRESS', 'WITHDRAW', 'WITHDRAWN'),
    ('T26', 'PRIOR_COMPLETED', 'WITHDRAW', 'WITHDRAWN'),
    ('T26', 'PARTIAL', 'WITHDRAW', 'WITHDRAWN'),
    ('T26', 'PATH_PROPOSED', 'WITHDRAW', 'WITHDRAWN'),
    ('T26', 'IN_TRAINING', 'WITHDRAW', 'WITHDRAWN'),
    ('T26', 'FINAL_READY', 'WITHDRAW', 'WITHDRAWN'),
    ('T26', 'FINAL_IN_PROGRESS', 'WITHDRAW', 'WITHDRAWN'),
    ('T26', 'FINAL_COMPLETED', 'WITHDRAW', 'WITHDRAWN'),
    ('T26', 'JURY_READY', 'WITHDRAW', 'WITHDRAWN'),
    ('T26', 'SUBMITTED', 'WITHDRAW', 'WITHDRAWN'),
    ('T26', 'DEFERRED', 'WITHDRAW', 'WITHDRAWN'),
    ('T27', 'CONTACT', 'ABANDON', 'ABANDONED'),
    ('T27', 'INFORMED', 'ABANDON', 'ABANDONED'),
    ('T27', 'PRIOR_IN_PROGRESS', 'ABANDON', 'ABANDONED'),
    ('T27', 'PRIOR_COMPLETED', 'ABANDON', 'ABANDONED'),
    ('T27', 'PARTIAL', 'ABANDON', 'ABANDONED'),
    ('T27', 'PATH_PROPOSED', 'ABANDON', 'ABANDONED'),
    ('T27', 'IN_TRAINING', 'ABANDON', 'ABANDONED'),
    ('T27', 'FINAL_READY', 'ABANDON', 'ABANDONED'),
    ('T27', 'FINAL_IN_PROGRESS', 'ABANDON', 'ABANDONED'),
    ('T27', 'FINAL_COMPLETED', 'ABANDON', 'ABANDONED'),
    ('T28', 'ABANDONED', 'RESUME', 'CONTACT'),
    ('T28', 'ABANDONED', 'RESUME', 'INFORMED'),
    ('T28', 'ABANDONED', 'RESUME', 'PRIOR_IN_PROGRESS'),
    ('T28', 'ABANDONED', 'RESUME', 'PRIOR_COMPLETED'),
    ('T28', 'ABANDONED', 'RESUME', 'PARTIAL'),
    ('T28', 'ABANDONED', 'RESUME', 'PATH_PROPOSED'),
    ('T28', 'ABANDONED', 'RESUME', 'IN_TRAINING'),
    ('T28', 'ABANDONED', 'RESUME', 'FINAL_READY'),
    ('T28', 'ABANDONED', 'RESUME', 'FINAL_IN_PROGRESS'),
    ('T28', 'ABANDONED', 'RESUME', 'FINAL_COMPLETED'),
    ('T29', 'CONTACT', 'CANCEL', 'CANCELLED'),
    ('T29', 'INFORMED', 'CANCEL', 'CANCELLED'),
    ('T29', 'PRIOR_IN_PROGRESS', 'CANCEL', 'CANCELLED'),
    ('T29', 'PRIOR_COMPLETED', 'CANCEL', 'CANCELLED'),
    ('T29', 'PARTIAL', 'CANCEL', 'CANCELLED'),
    ('T29', 'PATH_PROPOSED', 'CANCEL', 'CANCELLED'),
    ('T29', 'IN_TRAINING', 'CANCEL', 'CANCELLED'),
    ('T29', 'FINAL_READY', 'CANCEL', 'CANCELLED'),
    ('T29', 'FINAL_IN_PROGRESS', 'CANCEL', 'CANCELLED'),
    ('T29', 'FINAL_COMPLETED', 'CANCEL', 'CANCELLED'),
    ('T29', 'JURY_READY', 'CANCEL', 'CANCELLED'),
    ('T29', 'SUBMITTED', 'CANCEL', 'CANCELLED'),
    ('T29', 'ON_AGENDA', 'CANCEL', 'CANCELLED'),
    ('T29', 'DEFERRED', 'CANCEL', 'CANCELLED'),
    ('T29', 'EXPIRED', 'CANCEL', 'CANCELLED'),
    ('T29', 'WITHDRAWN', 'CANCEL', 'CANCELLED'),
    ('T29', 'ABANDONED', 'CANCEL', 'CANCELLED'),
    ('T31', 'CONTACT', 'TRANSFER', 'CONTACT'),
    ('T31', 'INFORMED', 'TRANSFER', 'INFORMED'),
    ('T31', 'PRIOR_IN_PROGRESS', 'TRANSFER', 'PRIOR_IN_PROGRESS'),
    ('T31', 'PRIOR_COMPLETED', 'TRANSFER', 'PRIOR_COMPLETED'),
    ('T31', 'PARTIAL', 'TRANSFER', 'PARTIAL'),
    ('T31', 'PATH_PROPOSED', 'TRANSFER', 'PATH_PROPOSED'),
    ('T31', 'IN_TRAINING', 'TRANSFER', 'IN_TRAINING'),
    ('T31', 'FINAL_READY', 'TRANSFER', 'FINAL_READY'),
    ('T31', 'FINAL_IN_PROGRESS', 'TRANSFER', 'FINAL_IN_PROGRESS'),
    ('T31', 'FINAL_COMPLETED', 'TRANSFER', 'FINAL_COMPLETED'),
    ('T31', 'JURY_READY', 'TRANSFER', 'JURY_READY'),
    ('T31', 'SUBMITTED', 'TRANSFER', 'SUBMITTED'),
    ('T31', 'ON_AGENDA', 'TRANSFER', 'ON_AGENDA'),
    ('T31', 'DEFERRED', 'TRANSFER', 'DEFERRED');

-- What an abandoned candidacy returns to, and why one was cancelled ---------------------------------------------------

alter table candidacy add column previous_state text constraint candidacy_previous_state_known references candidacy_state;
alter table candidacy add column cancel_reason text
    constraint candidacy_cancel_reason check (cancel_reason in ('ERROR', 'DUPLICATE', 'FRAUD'));
comment on column candidacy.previous_state is 'While ABANDONED: the state that RESUME returns to (T28)';
comment on column candidacy.cancel_reason is 'While CANCELLED: ERROR, DUPLICATE or FRAUD (T29)';
alter table candidacy add constraint candidacy_abandoned_from check ((state = 'ABANDONED') = (previous_state is not null));
alter table candidacy add constraint candidacy_cancelled_why check ((state = 'CANCELLED') = (cancel_reason is not null));

-- The sweep counts from the day of entry: what is entered late is not closed under the hands of who enters it.
alter table candidacy add column entered_on date;
update candidacy set entered_on = last_activity_on;
alter table candidacy alter column entered_on set not null;
comment on column candidacy.entered_on is 'Day on which something was last entered, by the clock of the database: the patience of the sweep';
drop index candidacy_by_activity;
create index candidacy_by_entry on candidacy (entered_on, id) where state in ('CONTACT', 'INFORMED', 'PRIOR_IN_PROGRESS');

create or replace function candidacy_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if not exists (select from candidacy_transition t where t.from_state = 'NONE' and t.to_state = new.state) then
            perform refuse('candidacy_transition_legal', 'candidacy', 'a candidacy does not begin in ' || new.state);
        end if;
        return new;
    end if;
    if new.state <> old.state and not exists (select from candidacy_transition t
                                              where t.from_state = old.state and t.to_state = new.state) then
        perform refuse('candidacy_transition_legal', 'candidacy', 'no rule leads from ' || old.state || ' to ' || new.state);
    end if;
    if old.state = 'ABANDONED' and new.state not in ('ABANDONED', 'EXPIRED', 'CANCELLED') and new.state <> old.previous_state then
        perform refuse('candidacy_transition_legal', 'candidacy', 'it was abandoned from ' || old.previous_state);
    end if;
    if old.referential_version_id is not null and new.referential_version_id is distinct from old.referential_version_id then
        perform refuse('candidacy_version_fixed', 'candidacy', 'the referential version was pinned');
    end if;
    if old.cycle_start_date is not null and new.cycle_start_date is distinct from old.cycle_start_date then
        perform refuse('candidacy_deadline_fixed', 'candidacy', 'the deadline never moves');
    end if;
    if (new.id, new.reference, new.candidate_id, new.referential_code, new.opened_org_id, new.opened_on)
       is distinct from
       (old.id, old.reference, old.candidate_id, old.referential_code, old.opened_org_id, old.opened_on) then
        perform refuse('candidacy_root_fixed', 'candidacy', 'the identity of a candidacy never changes');
    end if;
    return new;
end
$$;

-- A path that stops before the candidate has answered has no day of an answer.
alter table path drop constraint path_answered;
alter table path add constraint path_answered
    check (status = 'INTERRUPTED' or (status = 'PROPOSED') = (answered_on is null));

-- Uniqueness counts from INFORMED on (decision 16): an abandoned contact, of which nobody was ever informed, keeps the
-- candidate from nothing, and the sweep may close it while he has a file elsewhere.
drop index candidacy_one_live;
create unique index candidacy_one_live on candidacy (candidate_id, referential_code)
    where state in ('INFORMED', 'PRIOR_IN_PROGRESS', 'PRIOR_COMPLETED', 'PARTIAL', 'PATH_PROPOSED', 'IN_TRAINING',
        'FINAL_READY', 'FINAL_IN_PROGRESS', 'FINAL_COMPLETED', 'JURY_READY', 'SUBMITTED', 'ON_AGENDA', 'DEFERRED')
        or (state = 'ABANDONED' and information_on is not null);
comment on column candidacy_state.is_live is
    'Counts for the rule of one live candidacy: from INFORMED on, and ABANDONED once somebody was informed';

-- A cycle cancelled for fraud is not followed by another (T30): no link leads back to it.
create or replace function candidate_standing(candidate_ids uuid[], referential_codes text[], except_candidacy_ids uuid[])
returns table (item int, has_live_candidacy boolean, is_certified boolean, previous_candidacy_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select asked.item::int,
           exists (select from candidacy c join candidacy_state s on s.state = c.state and s.is_live
                   where c.candidate_id = asked.candidate_id and c.referential_code = asked.referential_code
                     and c.id is distinct from asked.except_id and c.information_on is not null),
           exists (select from candidacy c
                   where c.candidate_id = asked.candidate_id and c.referential_code = asked.referential_code
                     and c.id is distinct from asked.except_id
                     and c.state = 'CERTIFIED' and not c.is_certificate_annulled),
           (select c.id from candidacy c
            where c.candidate_id = asked.candidate_id and c.referential_code = asked.referential_code
              and c.id is distinct from asked.except_id
              and (c.state in ('EXPIRED', 'WITHDRAWN') or (c.state = 'CANCELLED' and c.cancel_reason <> 'FRAUD')
                   or c.is_certificate_annulled)
            order by c.id desc limit 1)
    from unnest(candidate_ids, referential_codes, except_candidacy_ids) with ordinality
        as asked(candidate_id, referential_code, except_id, item);
$$;

-- What the sweep looks at -----------------------------------------------------------------------------------------------

-- Candidates for T25 and decision 16, longest overdue first. A search only: the rules decide each of them again. What they
-- would refuse (a timely final evaluation, the grace of entry) is left out, or it would stand in front of the others.
create function candidacies_due(due int[]) returns setof uuid language sql stable parallel safe as $$
    select found.id from (
        (select c.id, c.deadline_date as since from candidacy c
         where c.state in ('PRIOR_COMPLETED', 'PARTIAL', 'PATH_PROPOSED', 'IN_TRAINING', 'FINAL_READY', 'FINAL_IN_PROGRESS',
                           'JURY_READY', 'ABANDONED')
           and c.deadline_date < current_day()
           and (c.state <> 'FINAL_IN_PROGRESS' or c.deadline_date < current_day() - due[4])
           and (c.state <> 'JURY_READY' or not exists (
                select from evaluation e where e.candidacy_id = c.id and e.kind = 'FINAL'
                  and e.completed_on is not null and e.annulled_on is null))
         order by c.deadline_date, c.id limit due[1])
        union all
        (select c.id, c.entered_on from candidacy c
         where c.state in ('CONTACT', 'INFORMED', 'PRIOR_IN_PROGRESS')
           and ((c.state = 'CONTACT' and c.entered_on < current_day() - due[2])
                or (c.state <> 'CONTACT' and (c.entered_on + make_interval(months => due[3]))::date < current_day()))
         order by c.entered_on, c.id limit due[1])
    ) as found
    order by found.since, found.id limit due[1];
$$;
comment on function candidacies_due(int[]) is
    'Candidacies past a time limit: at most due[1]; contacts untouched for due[2] days, files for due[3] months, finals due[4] days after the deadline';

create function candidacies_named(id uuid, reference text, evaluation_id uuid, session_id uuid, file_id uuid, due int[])
returns setof uuid language sql stable parallel safe as $$
    select named from candidacies_named(candidacies_named.id, candidacies_named.reference, candidacies_named.evaluation_id,
                                        candidacies_named.session_id, candidacies_named.file_id) as named
    union all
    select overdue from candidacies_due(candidacies_named.due) as overdue where candidacies_named.due is not null
$$;
comment on function candidacies_named(uuid, text, uuid, uuid, uuid, int[]) is
    'The same, or those that are due for the sweep';
grant execute on function candidacies_due(int[]), candidacies_named(uuid, text, uuid, uuid, uuid, int[]) to clea_app, clea_read;
