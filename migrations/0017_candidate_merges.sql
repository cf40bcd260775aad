-- 0017 two records of one candidate become one (A37): the duplicate stays and points at the survivor; what was its goes there.

set local role clea_owner;

alter table candidate add constraint candidate_merged_somewhere check ((status = 'MERGED') = (merged_into_id is not null));
alter table candidate add constraint candidate_merged_elsewhere check (merged_into_id <> id);
create index candidate_by_survivor on candidate (merged_into_id) where merged_into_id is not null;
create index certificate_by_candidate on certificate (candidate_id);

create function candidate_is_merged_into(old_id uuid, new_id uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from candidate c where c.id = old_id and c.status = 'MERGED' and c.merged_into_id = new_id);
$$;
comment on function candidate_is_merged_into(uuid, uuid) is 'Whether what belongs to the first record may move to the second';
grant execute on function candidate_is_merged_into(uuid, uuid) to clea_app;

-- The certifier's alone, into a record that is active and stays so until the commit; never taken back.
create function candidate_merge_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if (new.status = 'MERGED' or old.status = 'MERGED') and not scope_writes_all(current_scope()) then
        perform refuse('candidate_merged_by_certifier', 'candidate', 'only the certifier merges records');
    end if;
    if old.status = 'MERGED' then
        if new.status <> 'MERGED' or not candidate_is_merged_into(old.merged_into_id, new.merged_into_id) then
            perform refuse('candidate_merge_fixed', 'candidate', 'a merge only follows the merge of its survivor');
        end if;
    elsif new.status = 'MERGED' then
        perform from candidate c where c.id = new.merged_into_id and c.status = 'ACTIVE' for share;
        if old.status <> 'ACTIVE' or not found then
            perform refuse('candidate_merge_of_active', 'candidate', 'both records of a merge are active');
        end if;
    end if;
    return new;
end
$$;
comment on function candidate_merge_guard() is 'An active record is merged into an active one, by the certifier, for good';
create trigger candidate_merge_guard before update of status, merged_into_id on candidate for each row
    when ((old.status, old.merged_into_id) is distinct from (new.status, new.merged_into_id))
    execute function candidate_merge_guard();

-- All that names the old record names the survivor: earlier merges, candidacies (from their next version), the register, keys.
create function candidate_merge_follow() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update candidate set merged_into_id = new.merged_into_id where merged_into_id = new.id;
    update candidacy set candidate_id = new.merged_into_id, version = version + 1 where candidate_id = new.id;
    update certificate set candidate_id = new.merged_into_id where candidate_id = new.id;
    update appointment set candidate_id = new.merged_into_id where candidate_id = new.id;
    update api_key set scope_id = new.merged_into_id where scope = 'CANDIDATE' and scope_id = new.id;
    return null;
end
$$;
comment on function candidate_merge_follow() is 'What was of the merged record is of the survivor';
create trigger candidate_merge_follow after update of merged_into_id on candidate for each row
    when (old.merged_into_id is null and new.merged_into_id is not null) execute function candidate_merge_follow();

create function candidacy_access_follow() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update candidacy_access
    set candidate_id = new.candidate_id, scope_id = case when scope = 'CANDIDATE' then new.candidate_id else scope_id end
    where candidacy_id = new.id;
    return null;
end
$$;
comment on function candidacy_access_follow() is 'Who sees a candidacy sees the record that its candidate was merged into';
create trigger candidacy_access_followed after update of candidate_id on candidacy for each row
    when (old.candidate_id <> new.candidate_id) execute function candidacy_access_follow();

-- An appointment follows like the rest: whom it is with changes by a merge, and by nothing else.
create or replace function appointment_guard() returns trigger language plpgsql as $$
begin
    if new.candidacy_id is not null and not exists (
        select from candidacy c where c.id = new.candidacy_id and c.candidate_id = new.candidate_id) then
        perform refuse('appointment_candidacy_of_candidate', 'appointment', 'the candidacy is of another candidate');
    end if;
    if tg_op = 'UPDATE' and new.candidate_id <> old.candidate_id and candidate_is_merged_into(old.candidate_id, new.candidate_id) then
        new.changed_at := clock_timestamp();
        return new; -- only who the record is about moved
    end if;
    if tg_op = 'INSERT' then
        if not exists (select from appointment_transition t where t.from_state = 'NONE' and t.to_state = new.state) then
            perform refuse('appointment_transition_legal', 'appointment', 'an appointment does not begin as ' || new.state);
        end if;
        return new;
    end if;
    if not exists (select from appointment_transition t where t.from_state = old.state and t.to_state = new.state) then
        perform refuse('appointment_transition_legal', 'appointment', 'no move leads from ' || old.state || ' to ' || new.state);
    end if;
    if (new.id, new.organism_id, new.candidate_id, new.created_at)
       is distinct from (old.id, old.organism_id, old.candidate_id, old.created_at) then
        perform refuse('appointment_root_fixed', 'appointment', 'who meets whom never changes');
    end if;
    new.changed_at := clock_timestamp();
    return new;
end
$$;

-- Nothing is opened on a record that is merged meanwhile: who opens holds the record, and a merge changes it.
create function candidacy_candidate_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform from candidate c where c.id = new.candidate_id and c.status = 'ACTIVE' for share;
    if not found and exists (select from candidate c where c.id = new.candidate_id) then
        perform refuse('candidacy_candidate_active', 'candidacy', 'the record of the candidate is merged or anonymised');
    end if;
    return new;
end
$$;
comment on function candidacy_candidate_guard() is 'A candidacy is opened on an active record';
create trigger candidacy_candidate_guard before insert on candidacy for each row execute function candidacy_candidate_guard();

-- The only moves of what was fixed: to the record that the old one was merged into.
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
    if (new.id, new.reference, new.referential_code, new.opened_org_id, new.opened_on, new.is_opened_by_certifier)
       is distinct from
       (old.id, old.reference, old.referential_code, old.opened_org_id, old.opened_on, old.is_opened_by_certifier)
       or (new.candidate_id <> old.candidate_id and not candidate_is_merged_into(old.candidate_id, new.candidate_id)) then
        perform refuse('candidacy_root_fixed', 'candidacy', 'the identity of a candidacy never changes');
    end if;
    if new.is_certificate_annulled is distinct from old.is_certificate_annulled
       and not (new.is_certificate_annulled and new.state = 'CERTIFIED' and scope_writes_all(current_scope())) then
        perform refuse('candidacy_certificate_annulled_once', 'candidacy', 'a certificate is annulled once, by the certifier');
    end if;
    return new;
end
$$;

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
    elsif row(new.id, new.candidacy_id, new.referential_code, new.referential_version_id, new.number,
              new.verification_code, new.issued_on, new.decision_on, new.decision_id, new.session_id, new.commission_id, new.holder)
          is distinct from
          row(old.id, old.candidacy_id, old.referential_code, old.referential_version_id, old.number,
              old.verification_code, old.issued_on, old.decision_on, old.decision_id, old.session_id, old.commission_id, old.holder)
          or (new.candidate_id <> old.candidate_id and not candidate_is_merged_into(old.candidate_id, new.candidate_id))
          or (old.status = 'ANNULLED' and new.status <> 'ANNULLED') then
        perform refuse('certificate_fixed', 'certificate', 'a certificate never changes, it is only annulled');
    end if;
    return new;
end
$$;

-- An old identifier or reference leads on; whether the asker sees the survivor is decided by the statement that asks.
create function candidates_moved(ids uuid[], reference_texts text[]) returns table (item int, survivor_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select asked.item::int, c.merged_into_id
    from unnest(ids, reference_texts) with ordinality as asked(id, reference, item)
    join candidate c on (c.id = asked.id or c.reference = asked.reference) and c.status = 'MERGED';
$$;
comment on function candidates_moved(uuid[], text[]) is 'Where the record of an old identifier or reference went; nothing else of it';
grant execute on function candidates_moved(uuid[], text[]) to clea_app, clea_read;
