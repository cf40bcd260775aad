-- 0012 what the certifier takes back: annulled evaluations and certificates, re-entry after fraud, and appeals against a refusal
-- of the commission with the re-examination of its file (decision 12, 9.3, T30, 3.4).

set local role clea_owner;

insert into candidacy_transition (rule, from_state, event, to_state) values
    ('D12', 'PRIOR_COMPLETED', 'ANNUL_EVALUATION', 'INFORMED'),
    ('D12', 'PARTIAL', 'ANNUL_EVALUATION', 'PARTIAL'),
    ('D12', 'PARTIAL', 'ANNUL_EVALUATION', 'INFORMED'),
    ('D12', 'PATH_PROPOSED', 'ANNUL_EVALUATION', 'PARTIAL'),
    ('D12', 'PATH_PROPOSED', 'ANNUL_EVALUATION', 'INFORMED'),
    ('D12', 'IN_TRAINING', 'ANNUL_EVALUATION', 'PARTIAL'),
    ('D12', 'IN_TRAINING', 'ANNUL_EVALUATION', 'INFORMED'),
    ('D12', 'FINAL_READY', 'ANNUL_EVALUATION', 'PARTIAL'),
    ('D12', 'FINAL_READY', 'ANNUL_EVALUATION', 'INFORMED'),
    ('D12', 'FINAL_COMPLETED', 'ANNUL_EVALUATION', 'PARTIAL'),
    ('D12', 'FINAL_COMPLETED', 'ANNUL_EVALUATION', 'FINAL_COMPLETED'),
    ('D12', 'FINAL_COMPLETED', 'ANNUL_EVALUATION', 'INFORMED'),
    ('D12', 'JURY_READY', 'ANNUL_EVALUATION', 'PARTIAL'),
    ('D12', 'JURY_READY', 'ANNUL_EVALUATION', 'JURY_READY'),
    ('D12', 'JURY_READY', 'ANNUL_EVALUATION', 'INFORMED'),
    ('9.3', 'CERTIFIED', 'ANNUL_CERTIFICATE', 'CERTIFIED'),
    ('9.3', 'PARTIAL', 'REEXAMINE', 'SUBMITTED'),
    ('9.3', 'EXPIRED', 'REEXAMINE', 'SUBMITTED');

-- Re-entry after fraud (T30, scenario 46) ----------------------------------------------------------------------------------

alter table candidacy add column is_opened_by_certifier boolean not null default false;
comment on column candidacy.is_opened_by_certifier is 'The certifier opened it for the organism: the only way in after fraud (T30)';

drop function candidate_standing(uuid[], text[], uuid[]);
create function candidate_standing(candidate_ids uuid[], referential_codes text[], except_candidacy_ids uuid[])
returns table (item int, has_live_candidacy boolean, is_certified boolean, previous_candidacy_id uuid, has_fraud boolean)
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
            order by c.id desc limit 1),
           exists (select from candidacy c
                   where c.candidate_id = asked.candidate_id and c.referential_code = asked.referential_code
                     and c.id is distinct from asked.except_id
                     and (c.cancel_reason = 'FRAUD' or (c.is_certificate_annulled and exists (
                          select from certificate t where t.candidacy_id = c.id and t.annul_reason = 'FRAUD'))))
    from unnest(candidate_ids, referential_codes, except_candidacy_ids) with ordinality
        as asked(candidate_id, referential_code, except_id, item);
$$;
comment on function candidate_standing(uuid[], text[], uuid[]) is
    'Whether a candidate has a live candidacy, is certified or has committed fraud, anywhere, and his last closed cycle; never where';
grant execute on function candidate_standing(uuid[], text[], uuid[]) to clea_app, clea_read;

-- What the guards allow now, and nothing more --------------------------------------------------------------------------------

-- The deadline goes only with the prior evaluation that gave it; a new one gives another.
create or replace function candidacy_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if not exists (select from candidacy_transition t where t.from_state = 'NONE' and t.to_state = new.state) then
            perform refuse('candidacy_transition_legal', 'candidacy', 'a candidacy does not begin in ' || new.state);
        end if;
        if new.is_opened_by_certifier and not scope_writes_all(current_scope()) then
            perform refuse('candidacy_opened_by_certifier', 'candidacy', 'only the certifier opens as the certifier');
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
    if old.cycle_start_date is not null and new.cycle_start_date is distinct from old.cycle_start_date
       and not (new.cycle_start_date is null and scope_writes_all(current_scope()) and new.state = 'INFORMED'
                and exists (select from candidacy_transition t
                            where t.from_state = old.state and t.event = 'ANNUL_EVALUATION' and t.to_state = 'INFORMED')) then
        perform refuse('candidacy_deadline_fixed', 'candidacy', 'the deadline never moves');
    end if;
    if (new.id, new.reference, new.candidate_id, new.referential_code, new.opened_org_id, new.opened_on,
        new.is_opened_by_certifier)
       is distinct from
       (old.id, old.reference, old.candidate_id, old.referential_code, old.opened_org_id, old.opened_on,
        old.is_opened_by_certifier) then
        perform refuse('candidacy_root_fixed', 'candidacy', 'the identity of a candidacy never changes');
    end if;
    if new.is_certificate_annulled is distinct from old.is_certificate_annulled
       and not (new.is_certificate_annulled and new.state = 'CERTIFIED' and scope_writes_all(current_scope())) then
        perform refuse('candidacy_certificate_annulled_once', 'candidacy', 'a certificate is annulled once, by the certifier');
    end if;
    return new;
end
$$;

create or replace function candidacy_settled() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    live_state text;
    said_state text;
begin
    select c.state into live_state from candidacy c where c.id = new.id;
    select e.to_state into said_state from candidacy_event e where e.candidacy_id = new.id order by e.sequence desc limit 1;
    if said_state is distinct from live_state then
        perform refuse('candidacy_state_has_event', 'candidacy', 'the last event does not lead to the live state');
    end if;
    if live_state = 'CERTIFIED' and not exists (
        select from decision d join session s on s.id = d.session_id
        where d.candidacy_id = new.id and d.outcome = 'CERTIFIED' and d.effective_on is not null and s.state = 'SIGNED') then
        perform refuse('candidacy_certified_by_signed_decision', 'candidacy', 'no signed favourable decision');
    end if;
    if exists (select from candidacy c where c.id = new.id and (c.cycle_start_date is null) = exists (
                   select from evaluation e where e.candidacy_id = c.id and e.kind = 'PRIOR'
                     and e.completed_on is not null and e.annulled_on is null)) then
        perform refuse('candidacy_cycle_has_prior', 'candidacy', 'a cycle starts with a prior evaluation that counts, and only then');
    end if;
    return null;
end
$$;

create or replace function evaluation_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    pinned record;
begin
    if tg_op = 'UPDATE' then
        if (new.id, new.candidacy_id, new.kind, new.ordinal, new.org_id, new.path_id)
           is distinct from (old.id, old.candidacy_id, old.kind, old.ordinal, old.org_id, old.path_id) then
            perform refuse('evaluation_root_fixed', 'evaluation', 'the identity of an evaluation never changes');
        end if;
        if old.completed_on is not null or old.annulled_on is not null then
            if (new.results, new.scope_mask, new.subdomain_statuses, new.completed_on, new.completed_by, new.method_id)
               is distinct from
               (old.results, old.scope_mask, old.subdomain_statuses, old.completed_on, old.completed_by, old.method_id) then
                perform refuse('evaluation_results_frozen', 'evaluation', 'the evaluation is completed');
            end if;
            if (new.annulled_on, new.annulled_by, new.annul_reason)
               is distinct from (old.annulled_on, old.annulled_by, old.annul_reason)
               and (old.annulled_on is not null or old.completed_on is null or not scope_writes_all(current_scope())
                    or exists (select from candidacy c where c.id = new.candidacy_id
                               and c.state not in ('INFORMED', 'PARTIAL', 'FINAL_COMPLETED', 'JURY_READY'))) then
                perform refuse('evaluation_annulment', 'evaluation',
                               'the certifier annuls a completed evaluation, once, before submission');
            end if;
            return new;
        end if;
        if new.annulled_on is not null then
            perform refuse('evaluation_annulment', 'evaluation', 'an evaluation that is not completed is not annulled');
        end if;
        if (new.results, new.scope_mask, new.completed_on, new.subdomain_statuses)
           is not distinct from (old.results, old.scope_mask, old.completed_on, old.subdomain_statuses) then
            return new;
        end if;
    end if;
    select r.item_count, r.subdomain_count, r.item_subdomains, s.is_final as is_closed
    into pinned
    from candidacy c
    join candidacy_state s on s.state = c.state
    left join referential_version r on r.id = c.referential_version_id
    where c.id = new.candidacy_id;
    if pinned.is_closed then
        perform refuse('evaluation_candidacy_closed', 'evaluation', 'the candidacy accepts no result any more');
    end if;
    if char_length(new.results) is distinct from pinned.item_count
       or (new.subdomain_statuses is not null and char_length(new.subdomain_statuses) <> pinned.subdomain_count) then
        perform refuse('evaluation_results_length', 'evaluation', 'results do not fit the pinned version');
    end if;
    if new.scope_mask <= 0 or new.scope_mask >> pinned.subdomain_count <> 0
       or (new.kind = 'PRIOR' and new.scope_mask <> (1::bigint << pinned.subdomain_count) - 1) then
        perform refuse('evaluation_scope', 'evaluation', 'the scope does not fit the pinned version');
    end if;
    if new.kind = 'FINAL' and exists (
        select from unnest(pinned.item_subdomains) with ordinality as item(subdomain, position)
        where (new.scope_mask >> (item.subdomain - 1)) & 1 = 0 and substr(new.results, item.position::int, 1) <> '-') then
        perform refuse('evaluation_result_in_scope', 'evaluation', 'a result lies outside the scope');
    end if;
    if new.completed_on is not null and exists (
        select from unnest(pinned.item_subdomains) with ordinality as item(subdomain, position)
        where (new.scope_mask >> (item.subdomain - 1)) & 1 = 1 and substr(new.results, item.position::int, 1) = '-') then
        perform refuse('evaluation_grid_complete', 'evaluation', 'an item of the scope has no result');
    end if;
    return new;
end
$$;

-- What was annulled is not issued anew: a new candidacy follows (9.3).
create or replace function certificate_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        perform refuse('certificate_kept', 'certificate', 'the register is kept for ever');
    elsif tg_op = 'INSERT' then
        if not exists (
            select from candidacy c
            join decision d on d.candidacy_id = c.id and d.id = new.decision_id
            join session s on s.id = d.session_id
            where c.id = new.candidacy_id and c.candidate_id = new.candidate_id and c.state = 'CERTIFIED'
              and not c.is_certificate_annulled
              and c.referential_version_id = new.referential_version_id
              and d.outcome = 'CERTIFIED' and d.effective_on is not null
              and s.id = new.session_id and s.state = 'SIGNED' and s.held_on = new.decision_on) then
            perform refuse('certificate_from_signed_decision', 'certificate', 'no signed favourable decision');
        end if;
    elsif row(new.id, new.candidacy_id, new.candidate_id, new.referential_code, new.referential_version_id, new.number,
              new.verification_code, new.issued_on, new.decision_on, new.decision_id, new.session_id, new.commission_id, new.holder)
          is distinct from
          row(old.id, old.candidacy_id, old.candidate_id, old.referential_code, old.referential_version_id, old.number,
              old.verification_code, old.issued_on, old.decision_on, old.decision_id, old.session_id, old.commission_id, old.holder)
          or (old.status = 'ANNULLED' and new.status <> 'ANNULLED') then
        perform refuse('certificate_fixed', 'certificate', 'a certificate never changes, it is only annulled');
    end if;
    return new;
end
$$;

alter table certificate add constraint certificate_annul_reason check (annul_reason in ('ERROR', 'FRAUD'));
create index certificate_by_candidacy on certificate (candidacy_id);

create function certificate_settled() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (select from candidacy c where c.id = new.candidacy_id and not c.is_certificate_annulled) then
        perform refuse('certificate_annulled_with_candidacy', 'certificate', 'the candidacy does not know of the annulment');
    end if;
    return null;
end
$$;
comment on function certificate_settled() is 'At commit: an annulled certificate is known to its candidacy';
create constraint trigger certificate_annulled_settled after update on certificate deferrable initially deferred
    for each row when (old.status is distinct from new.status) execute function certificate_settled();

-- Appeals (9.3) ---------------------------------------------------------------------------------------------------------------

create table appeal_transition (
    from_state text not null,
    event      text not null,
    to_state   text not null,
    constraint appeal_transition_pk primary key (from_state, event, to_state)
);
comment on table appeal_transition is 'Every legal move of an appeal (9.3)';
comment on column appeal_transition.from_state is 'State before';
comment on column appeal_transition.event is 'Event';
comment on column appeal_transition.to_state is 'State after';
insert into appeal_transition (from_state, event, to_state) values
    ('FILED', 'DECLARE_ADMISSIBLE', 'ADMISSIBLE'), ('FILED', 'REJECT', 'REJECTED'), ('ADMISSIBLE', 'UPHOLD', 'UPHELD'),
    ('ADMISSIBLE', 'REEXAMINE', 'REEXAMINE'), ('ADMISSIBLE', 'REJECT', 'REJECTED');

create table appeal (
    id            uuid not null constraint appeal_pk primary key,
    candidacy_id  uuid not null,
    decision_id   uuid not null constraint appeal_one_per_decision unique,
    state         text not null default 'FILED' constraint appeal_state
                  check (state in ('FILED', 'ADMISSIBLE', 'UPHELD', 'REEXAMINE', 'REJECTED')),
    filed_on      date not null,
    filed_by      uuid constraint appeal_filed_by references person,
    acting_org_id uuid constraint appeal_organism references organism,
    grounds       text not null,
    admissible_on date,
    settled_on    date,
    settled_by    uuid constraint appeal_settled_by references person,
    reason        text,
    version       int not null default 1,
    created_at    timestamptz not null default clock_timestamp(),
    constraint appeal_of_candidacy unique (id, candidacy_id),
    constraint appeal_decision foreign key (decision_id, candidacy_id) references decision (id, candidacy_id),
    constraint appeal_admitted check (state <> 'ADMISSIBLE' or admissible_on is not null),
    constraint appeal_settled check ((state in ('UPHELD', 'REEXAMINE', 'REJECTED')) = (settled_on is not null)),
    constraint appeal_rejected_why check (state <> 'REJECTED' or reason is not null)
);
comment on table appeal is 'Appeal (recours gracieux) of a candidate to the certifier against a refusal of the commission';
comment on column appeal.id is 'UUIDv7';
comment on column appeal.candidacy_id is 'The candidacy';
comment on column appeal.decision_id is 'The refusal; one appeal each';
comment on column appeal.state is 'FILED, ADMISSIBLE; UPHELD: the decision stands; REEXAMINE: other jurors examine the file; REJECTED: inadmissible or unfounded';
comment on column appeal.filed_on is 'Day of the appeal, within the time to appeal of the day the decision took effect';
comment on column appeal.filed_by is 'Staff member who filed it for the candidate; null when the candidate did himself';
comment on column appeal.acting_org_id is 'Organism that filed it; null when the candidate did himself';
comment on column appeal.grounds is 'What the candidate says';
comment on column appeal.admissible_on is 'Day it was declared admissible';
comment on column appeal.settled_on is 'Day it was upheld, rejected or sent to another examination';
comment on column appeal.settled_by is 'Who settled it';
comment on column appeal.reason is 'Why; always there when it was rejected';
comment on column appeal.version is 'For If-Match';
comment on column appeal.created_at is 'Bookkeeping';
create index appeal_by_candidacy on appeal (candidacy_id, id);
create trigger appeal_version before update on appeal for each row execute function bump_version();

create function appeal_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'FILED' then
            perform refuse('appeal_transition_legal', 'appeal', 'an appeal begins FILED');
        end if;
        if not exists (select from decision d where d.id = new.decision_id and d.outcome = 'REFUSED'
                       and d.effective_on is not null and d.effective_on <= new.filed_on) then
            perform refuse('appeal_of_refusal', 'appeal', 'no refusal that has taken effect');
        end if;
        return new;
    end if;
    if (new.id, new.candidacy_id, new.decision_id, new.filed_on, new.filed_by, new.acting_org_id, new.grounds)
       is distinct from
       (old.id, old.candidacy_id, old.decision_id, old.filed_on, old.filed_by, old.acting_org_id, old.grounds) then
        perform refuse('appeal_fixed', 'appeal', 'what was filed never changes');
    end if;
    if not exists (select from appeal_transition t where t.from_state = old.state and t.to_state = new.state) then
        perform refuse('appeal_transition_legal', 'appeal', 'no rule leads from ' || old.state || ' to ' || new.state);
    end if;
    return new;
end
$$;
comment on function appeal_guard() is 'An appeal is against an effective refusal, keeps what was filed and moves as the rules say';
create trigger appeal_guard before insert or update on appeal for each row execute function appeal_guard();

create table subdomain_voiding_lift (
    voiding_id   uuid not null constraint subdomain_voiding_lift_pk primary key
                 constraint subdomain_voiding_lift_voiding references subdomain_voiding,
    candidacy_id uuid not null,
    appeal_id    uuid not null constraint subdomain_voiding_lift_one_per_appeal unique,
    lifted_on    date not null,
    created_at   timestamptz not null default clock_timestamp(),
    constraint subdomain_voiding_lift_appeal foreign key (appeal_id, candidacy_id) references appeal (id, candidacy_id)
);
comment on table subdomain_voiding_lift is 'A refusal that is examined again voids nothing any more (9.3); both stay in the history';
comment on column subdomain_voiding_lift.voiding_id is 'What no longer counts';
comment on column subdomain_voiding_lift.candidacy_id is 'Its candidacy';
comment on column subdomain_voiding_lift.appeal_id is 'The appeal';
comment on column subdomain_voiding_lift.lifted_on is 'Day of the decision to examine again';
comment on column subdomain_voiding_lift.created_at is 'Bookkeeping';
create index subdomain_voiding_lift_by_candidacy on subdomain_voiding_lift (candidacy_id);

do $$
declare
    name text;
begin
    foreach name in array array['appeal', 'subdomain_voiding_lift'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
        execute format('create policy %I on %I for select to clea_auditor using (true)', name || '_auditor', name);
        execute format('create policy %I on %I for select to clea_app, clea_read using (scope_sees_all(current_scope())'
                       || ' or exists (select from candidacy_access a where a.candidacy_id = %I.candidacy_id offset 0))',
                       name || '_read', name, name);
    end loop;
end
$$;
-- The candidate and the organism in charge file, also when the candidacy is over; the certifier alone settles.
create policy appeal_insert on appeal for insert to clea_app with check (
    scope_writes_all(current_scope())
    or (current_scope() in ('ORGANISM', 'CANDIDATE')
        and exists (select from candidacy_access a where a.candidacy_id = appeal.candidacy_id
                    and a.can_write and a.scope = current_scope() offset 0)));
create policy appeal_update on appeal for update to clea_app using (scope_writes_all(current_scope()));
create policy subdomain_voiding_lift_insert on subdomain_voiding_lift for insert to clea_app
    with check (scope_writes_all(current_scope()));
grant select on appeal_transition, appeal, subdomain_voiding_lift to clea_app, clea_read, clea_auditor;
grant insert on appeal, subdomain_voiding_lift to clea_app;
grant update on appeal to clea_app;

-- How a request names its candidacy ---------------------------------------------------------------------------------------------

drop function candidacies_named(uuid, text, uuid, uuid, uuid, int[]);
create function candidacies_named(id uuid, reference text, evaluation_id uuid, session_id uuid, file_id uuid, due int[],
                                  certificate_id uuid, appeal_id uuid)
returns setof uuid language sql stable parallel safe as $$
    select named from candidacies_named(candidacies_named.id, candidacies_named.reference, candidacies_named.evaluation_id,
                                        candidacies_named.session_id, candidacies_named.file_id) as named
    union all
    select overdue from candidacies_due(candidacies_named.due) as overdue where candidacies_named.due is not null
    union all
    select t.candidacy_id from certificate t where t.id = candidacies_named.certificate_id
    union all
    select r.candidacy_id from appeal r where r.id = candidacies_named.appeal_id
$$;
comment on function candidacies_named(uuid, text, uuid, uuid, uuid, int[], uuid, uuid) is
    'The same, or those that are due for the sweep, or that of a certificate or an appeal';
grant execute on function candidacies_named(uuid, text, uuid, uuid, uuid, int[], uuid, uuid) to clea_app, clea_read;
