-- Certificates and appeals.

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
comment on function certificate_guard() is 'A certificate comes from a signed decision and never changes (invariants 3, 21, 22)';
create trigger certificate_guard before insert or update or delete on certificate for each row execute function certificate_guard();

create function certificate_settled() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
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
        if (select max(n.appeal_by_date) from decision_notification n where n.decision_id = new.decision_id) < new.filed_on then
            perform refuse('appeal_in_time', 'appeal', 'the time to appeal that was told is over');
        end if;
        return new;
    end if;
    if (new.id, new.candidacy_id, new.decision_id, new.filed_on, new.filed_by, new.acting_org_id, new.grounds, new.proof)
       is distinct from
       (old.id, old.candidacy_id, old.decision_id, old.filed_on, old.filed_by, old.acting_org_id, old.grounds, old.proof) then
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

create function verify_certificates(codes text[])
returns table (item int, number text, status text, title text, referential_code text, decision_on date, issued_on date,
               annulled_on date, holder jsonb)
language plpgsql stable security definer rows 1 set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select asked.item::int, c.number, c.status, r.title, c.referential_code, c.decision_on, c.issued_on, c.annulled_on, c.holder
    from unnest(codes) with ordinality as asked(code, item)
    join certificate c on c.verification_code = asked.code
    join referential_version r on r.id = c.referential_version_id;
end
$$;
comment on function verify_certificates(text[]) is 'Public verification by the random code only';
grant execute on function verify_certificates(text[]) to clea_national, clea_national_read;
