-- SPDX-License-Identifier: EUPL-1.2
-- Certificates and appeals.

-- One comparison for all papers: with what the commission decided on before the first, with the paper before it of a duplicate.
create function holder_changes(was jsonb, becomes jsonb) returns text[] language sql immutable parallel safe
return (select coalesce(array_agg(m.key order by m.key), '{}') from jsonb_each(holder_changes.becomes) as m
        where holder_changes.was is not null and holder_changes.was -> m.key is distinct from m.value);
comment on function holder_changes(jsonb, jsonb) is 'Members of a printed identity that another one has otherwise; none of where nothing was kept';
grant execute on function holder_changes(jsonb, jsonb) to clea_app, clea_read;

-- Four eyes on whose paper it is: one person alone makes it nobody else's. Persons are compared, and a merge that races is waited for;
-- the credentials of the two, by the statement that asks (identity_statement_load).
create function holder_is_stated(statement_id uuid, candidate_id uuid, holder jsonb, issued_by uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (
        select from identity_statement s
        where s.id = holder_is_stated.statement_id and s.candidate_id = holder_is_stated.candidate_id and s.other_id is null
          and s.holder = holder_is_stated.holder
          and person_human_held(s.stated_by) is distinct from person_human_held(holder_is_stated.issued_by));
end
$$;
comment on function holder_is_stated(uuid, uuid, jsonb, uuid) is 'Whether another person than who issues states this identity of a candidate';

-- What was annulled is not issued anew: a new candidacy follows (9.3).
create function certificate_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
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
        if holder_changes_since(new.candidacy_id, (select d.holder from decision d where d.id = new.decision_id), new.holder) <> '{}'
           and not holder_is_stated(new.statement_id, new.candidate_id, new.holder, new.issued_by) then
            perform refuse('certificate_holder_by_two', 'certificate', 'nobody else states that this is whom was evaluated and decided on');
        end if;
    elsif row(new.id, new.candidacy_id, new.referential_code, new.referential_version_id, new.number,
              new.verification_code, new.issued_on, new.decision_on, new.decision_id, new.session_id, new.commission_id, new.holder,
              new.note, new.statement_id)
          is distinct from
          row(old.id, old.candidacy_id, old.referential_code, old.referential_version_id, old.number,
              old.verification_code, old.issued_on, old.decision_on, old.decision_id, old.session_id, old.commission_id, old.holder,
              old.note, old.statement_id)
          or (new.candidate_id <> old.candidate_id and not candidate_is_merged_into(old.candidate_id, new.candidate_id))
          or (old.status = 'ANNULLED' and row(new.status, new.annulled_on, new.annulled_by, new.annul_reason)
                                          is distinct from row(old.status, old.annulled_on, old.annulled_by, old.annul_reason)) then
        perform refuse('certificate_fixed', 'certificate', 'a certificate never changes, it is only annulled');
    end if;
    if new.status = 'ANNULLED' then
        new.handover_due_on := null;
    end if;
    return new;
end
$$;
comment on function certificate_guard() is 'A certificate comes from a signed decision and never changes (invariants 3, 21, 22)';
create trigger certificate_guard before insert or update or delete on certificate for each row execute function certificate_guard();

create function certificate_settled() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from candidacy c where c.id = new.candidacy_id and not c.is_certificate_annulled) then
        perform refuse('certificate_annulled_with_candidacy', 'certificate', 'the candidacy does not know of the annulment');
    end if;
    if not exists (select from annulment_request r
                   where r.certificate_id = new.id and r.state = 'CONFIRMED' and r.reason = new.annul_reason
                     and r.settled_on = new.annulled_on and r.settled_by = new.annulled_by) then
        perform refuse('certificate_annulled_by_two', 'certificate', 'no request to annul it was confirmed');
    end if;
    return null;
end
$$;
comment on function certificate_settled() is 'At commit: an annulled certificate is known to its candidacy, and another person confirmed what one had asked for';
create constraint trigger certificate_annulled_settled after update on certificate deferrable initially deferred
    for each row when (old.status is distinct from new.status) execute function certificate_settled();

-- Whether a certificate is valid, held so until the transaction ends: what rests on it waits for an annulment, or is waited for.
create function certificate_valid_held(certificate_id uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    found_status text;
begin
    select c.status into found_status from certificate c where c.id = certificate_valid_held.certificate_id for share;
    return coalesce(found_status = 'ISSUED', false);
end
$$;
comment on function certificate_valid_held(uuid) is 'Whether a certificate is valid, and stays so until commit';

-- Counted under the lock of its certificate, without a gap; the certificate, which shows it, moves. It repeats the paper before it,
-- unless its reason is that the identity was corrected: then it has one of its own, and a code of its own, so that what a code
-- verifies is what its paper says, and neither name leads to the other.
create function certificate_duplicate_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    last record;
begin
    update certificate set version = version where id = new.certificate_id and status = 'ISSUED';
    if not found then
        perform refuse('certificate_duplicate_of_valid', 'certificate_duplicate', 'the certificate is annulled');
    end if;
    if new.reason is null or (new.reason in ('IDENTITY_CORRECTED', 'OTHER') and new.note is null) then
        perform refuse('certificate_duplicate_reasoned', 'certificate_duplicate', 'a duplicate says why');
    end if;
    select d.ordinal, d.holder, d.verification_code into last from certificate_duplicate d
    where d.certificate_id = new.certificate_id order by d.ordinal desc limit 1;
    new.ordinal := coalesce(last.ordinal, 0) + 1;
    if new.reason <> 'IDENTITY_CORRECTED' then
        new.holder := last.holder;
        new.verification_code := last.verification_code;
        new.statement_id := null;
    elsif not holder_is_stated(new.statement_id, (select c.candidate_id from certificate c where c.id = new.certificate_id), new.holder,
                               new.issued_by) then
        perform refuse('certificate_duplicate_by_two', 'certificate_duplicate', 'nobody else states that this is who holds it');
    end if;
    return new;
end
$$;
comment on function certificate_duplicate_guard() is 'A duplicate is the next one of a valid certificate, says why, and repeats the paper before it';
create trigger certificate_duplicate_guard before insert on certificate_duplicate for each row execute function certificate_duplicate_guard();

-- What was handed over was issued by then, and not annulled yet; a correction is of the same paper. The certificate tells beside itself
-- when it was handed over itself, not when a duplicate was.
create function certificate_handover_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    of record;
begin
    select c.candidacy_id, c.issued_on, c.annulled_on into of from certificate c where c.id = new.certificate_id for no key update;
    if of.candidacy_id is distinct from new.candidacy_id or new.handed_on < of.issued_on
       or new.handed_on < (select u.issued_on from certificate_duplicate u where u.id = new.duplicate_id) then
        perform refuse('certificate_handover_of_issued', 'certificate_handover', 'not issued to that candidacy by that day');
    end if;
    if new.handed_on > of.annulled_on then
        perform refuse('certificate_handover_of_valid', 'certificate_handover', 'the certificate was annulled by that day');
    end if;
    if new.handed_on >= (
        select min(d.issued_on) from certificate_duplicate d
        where d.certificate_id = new.certificate_id and d.reason = 'IDENTITY_CORRECTED'
          and d.ordinal > coalesce((select u.ordinal from certificate_duplicate u where u.id = new.duplicate_id), 0)) then
        perform refuse('certificate_handover_of_standing', 'certificate_handover', 'a duplicate with another identity took its place by that day');
    end if;
    if new.corrects_id is not null and not exists (
        select from certificate_handover h where h.id = new.corrects_id and h.duplicate_id is not distinct from new.duplicate_id) then
        perform refuse('certificate_handover_of_same', 'certificate_handover', 'a record of another paper is not corrected');
    end if;
    if new.duplicate_id is null then
        update certificate set handed_over_on = new.handed_on, handover_due_on = null where id = new.certificate_id;
    elsif exists (select from certificate_duplicate u where u.id = new.duplicate_id and u.reason = 'IDENTITY_CORRECTED') then
        update certificate set handover_due_on = null where id = new.certificate_id; -- what took its place is in the holder's hands
    end if;
    return new;
end
$$;
comment on function certificate_handover_guard() is 'What is handed over was issued, was not annulled and had not been replaced; the certificate says so of itself';
create trigger certificate_handover_guard before insert on certificate_handover for each row execute function certificate_handover_guard();

-- Four eyes: persons are compared, not accounts, and a merge of accounts that races is waited for.
create function annulment_request_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'REQUESTED' then
            perform refuse('annulment_request_settled_once', 'annulment_request', 'a request begins REQUESTED');
        end if;
        if not certificate_valid_held(new.certificate_id) then
            perform refuse('annulment_request_of_valid', 'annulment_request', 'the certificate is annulled');
        end if;
        return new;
    end if;
    if row(new.id, new.certificate_id, new.reason, new.grounds, new.requested_on, new.requested_by, new.requested_with, new.confirm_until,
           new.created_at)
       is distinct from
       row(old.id, old.certificate_id, old.reason, old.grounds, old.requested_on, old.requested_by, old.requested_with, old.confirm_until,
           old.created_at) then
        perform refuse('annulment_request_fixed', 'annulment_request', 'what was asked never changes');
    end if;
    if old.state <> 'REQUESTED' or new.state = 'REQUESTED' then
        perform refuse('annulment_request_settled_once', 'annulment_request', 'a request is answered once');
    end if;
    if new.state = 'CONFIRMED' then
        if person_human_held(new.settled_by) is not distinct from person_human_held(new.requested_by)
           or not credentials_are_apart(new.requested_with, new.requested_by, new.settled_with, new.settled_by, false) then
            perform refuse('annulment_request_four_eyes', 'annulment_request', 'who asked does not confirm');
        end if;
        if new.settled_on > new.confirm_until then
            perform refuse('annulment_request_in_time', 'annulment_request', 'the time to confirm is over');
        end if;
    elsif new.state = 'LAPSED' and new.confirm_until >= current_day() then
        perform refuse('annulment_request_lapses_late', 'annulment_request', 'there is time to confirm it');
    end if;
    return new;
end
$$;
comment on function annulment_request_guard() is 'A request keeps what was asked, is answered once, and confirmed by another person';
create trigger annulment_request_guard before insert or update on annulment_request for each row execute function annulment_request_guard();

create function annulment_request_carried_out() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from certificate c where c.id = new.certificate_id and c.status <> 'ANNULLED') then
        perform refuse('annulment_request_carried_out', 'annulment_request', 'the certificate is still valid');
    end if;
    return null;
end
$$;
comment on function annulment_request_carried_out() is 'At commit: what was confirmed is done';
create constraint trigger annulment_request_carried_out after update on annulment_request deferrable initially deferred
    for each row when (new.state = 'CONFIRMED') execute function annulment_request_carried_out();

create function appeal_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'FILED' then
            perform refuse('appeal_transition_legal', 'appeal', 'an appeal begins FILED');
        end if;
        if not exists (select from decision d where d.id = new.decision_id and d.outcome = 'REFUSED'
                       and d.effective_on is not null and d.effective_on <= new.filed_on) then
            perform refuse('appeal_of_refusal', 'appeal', 'no refusal that has taken effect');
        end if;
        if new.acting_org_id is not null and new.proof is null then
            perform refuse('appeal_wanted', 'appeal', 'an organism files what the candidate wants, and says by what one sees it');
        end if;
        if decision_appeal_by(new.decision_id) < new.filed_on then
            perform refuse('appeal_in_time', 'appeal', 'the time to appeal that was told is over');
        end if;
        return new;
    end if;
    if (new.id, new.candidacy_id, new.decision_id, new.filed_by, new.acting_org_id)
       is distinct from
       (old.id, old.candidacy_id, old.decision_id, old.filed_by, old.acting_org_id) then
        perform refuse('appeal_fixed', 'appeal', 'what was filed, and against what, never changes');
    end if;
    -- Its words and its day are corrected until it is settled, and not as it moves.
    if new.state = old.state and old.state in ('FILED', 'ADMISSIBLE') then
        if new.filed_on <> old.filed_on then
            if decision_appeal_by(new.decision_id) < new.filed_on then
                perform refuse('appeal_in_time', 'appeal', 'the time to appeal that was told is over');
            end if;
            if new.filed_on > new.admissible_on or not exists (
                   select from decision d where d.id = new.decision_id and d.effective_on <= new.filed_on) then
                perform refuse('appeal_fixed', 'appeal', 'that day lies before the decision, or after the appeal was declared admissible');
            end if;
        end if;
        return new;
    end if;
    if (new.grounds, new.proof, new.filed_on) is distinct from (old.grounds, old.proof, old.filed_on) then
        perform refuse('appeal_fixed', 'appeal', 'what was examined never changes');
    end if;
    if not exists (select from appeal_transition t where t.from_state = old.state and t.to_state = new.state) then
        perform refuse('appeal_transition_legal', 'appeal', 'no rule leads from ' || old.state || ' to ' || new.state);
    end if;
    return new;
end
$$;
comment on function appeal_guard() is 'An appeal is against an effective refusal, keeps what was filed and moves as the rules say';
create trigger appeal_guard before insert or update on appeal for each row execute function appeal_guard();

create function verify_certificates(codes text[])
returns table (item int, number text, status text, title text, referential_code text, decision_on date, issued_on date,
               annulled_on date, holder jsonb, is_superseded boolean)
language plpgsql stable security definer rows 1 set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select asked.item::int, c.number, c.status, r.title, c.referential_code, c.decision_on, c.issued_on, c.annulled_on, p.holder,
           exists (select from certificate_duplicate l
                   where l.certificate_id = p.id and l.reason = 'IDENTITY_CORRECTED' and l.ordinal > p.ordinal)
    from unnest(codes) with ordinality as asked(code, item)
    cross join lateral (
        select t.id, t.holder, 0 as ordinal from certificate t where t.verification_code = asked.code
        union all
        select d.certificate_id, d.holder, d.ordinal from certificate_duplicate d
        where d.verification_code = asked.code and d.reason = 'IDENTITY_CORRECTED') as p
    join certificate c on c.id = p.id
    join referential_version r on r.id = c.referential_version_id;
end
$$;
comment on function verify_certificates(text[]) is 'Public verification by the random code only: what the papers with that code say, and whether later ones bear another identity';
grant execute on function verify_certificates(text[]) to clea_national, clea_national_read;
