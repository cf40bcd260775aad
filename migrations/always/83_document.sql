-- SPDX-License-Identifier: EUPL-1.2
-- Documents: what is issued, given back, proposed, convened, signed or decided has one to be drawn, from the same commit on; and what is
-- sealed stays as it is. The worker (clea_documents) sees the queue, what a document that waits has to say, and nothing else: not what is
-- sealed, and no other row of any table.

-- One by one, where an act makes one: the argument is the kind.
create function document_awaited() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into document (kind, subject_id) values (tg_argv[0], new.id);
    return null;
end
$$;
comment on function document_awaited() is 'Whoever issues, annuls or signs, the document of it waits to be drawn from the same commit on';
create trigger certificate_drawn after insert on certificate for each row execute function document_awaited('CERTIFICATE');
create trigger certificate_duplicate_drawn after insert on certificate_duplicate for each row execute function document_awaited('DUPLICATE');
create trigger certificate_annulment_drawn after update of status on certificate for each row
    when (old.status <> 'ANNULLED' and new.status = 'ANNULLED') execute function document_awaited('ANNULMENT');
create trigger rectification_drawn after update of state on rectification for each row
    when (old.state <> 'SIGNED' and new.state = 'SIGNED') execute function document_awaited('RECTIFYING_MINUTES');

-- All of a statement at once, where acts share their commits: what an event costs is one row more.
create function documents_awaited() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into document (kind, subject_id) select tg_argv[0], m.id from made m;
    return null;
end
$$;
comment on function documents_awaited() is 'What an act made waits to be drawn from the same commit on';
create trigger portfolio_drawn after insert on portfolio referencing new table as made
    for each statement execute function documents_awaited('PORTFOLIO');
create trigger path_drawn after insert on path referencing new table as made
    for each statement execute function documents_awaited('PATH_PROPOSAL');

create function restitutions_awaited() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into document (kind, subject_id) select 'RESTITUTION', m.evaluation_id from made m;
    return null;
end
$$;
comment on function restitutions_awaited() is 'Results that are given back are attested: the paper waits to be drawn from the same commit on';
create trigger restitution_drawn after insert on restitution referencing new table as made
    for each statement execute function restitutions_awaited();

-- Somebody may hold the attestation already: what it says now is another edition.
create function restitution_redrawn() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into document (kind, subject_id, edition, told)
    select 'RESTITUTION', new.evaluation_id, max(d.edition) + 1, restitution_told(new.evaluation_id)
    from document d where d.subject_id = new.evaluation_id and d.kind = 'RESTITUTION';
    return null;
end
$$;
comment on function restitution_redrawn() is 'A restitution that was corrected is attested anew, as another edition';
create trigger restitution_redrawn after update on restitution for each row
    when (old.modality is distinct from new.modality or old.synthesis is distinct from new.synthesis or old.given_on is distinct from new.given_on or old.given_by is distinct from new.given_by) execute function restitution_redrawn();

create function completion_redrawn() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into document (kind, subject_id, edition, told)
    select 'RESTITUTION', new.id, max(d.edition) + 1, restitution_told(new.id)
    from document d where d.subject_id = new.id and d.kind = 'RESTITUTION' having count(*) > 0;
    return null;
end
$$;
comment on function completion_redrawn() is 'The attestation of an evaluation names the day of its completion: one that was corrected is another edition';
create trigger completion_redrawn after update of completed_on on evaluation for each row
    when (old.completed_on is not null and new.completed_on is distinct from old.completed_on) execute function completion_redrawn();

-- The letter is what the candidate is told with, so it is there before it is recorded that he was: from the second signature on. It names
-- no last day to appeal, which runs from the day on which he has it.
create function decisions_awaited() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into document (kind, subject_id)
    select 'DECISION', m.id from made m join stood s on s.id = m.id
    where s.effective_on is null and m.effective_on is not null and m.outcome <> 'NOT_EXAMINED';
    -- Words that were rectified: another edition of its letter.
    insert into document (kind, subject_id, edition)
    select 'DECISION', m.id, 1 + coalesce((select max(d.edition) from document d where d.subject_id = m.id and d.kind = 'DECISION'), 0)
    from made m join stood s on s.id = m.id
    where m.rectification_id is distinct from s.rectification_id and m.outcome <> 'NOT_EXAMINED';
    return null;
end
$$;
comment on function decisions_awaited() is 'Decisions that take effect, or whose words are rectified: the letter of each waits to be drawn from the same commit on';
create trigger decision_drawn after update on decision referencing old table as stood new table as made
    for each statement execute function decisions_awaited();

create function minutes_awaited() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into document (kind, subject_id) select 'MINUTES', m.id from standing_minutes m where m.session_id = new.id;
    return null;
end
$$;
comment on function minutes_awaited() is 'Minutes that both colleges have signed wait to be drawn from the same commit on; unsigned ones are no paper yet';
create trigger session_minutes_drawn after update of state on session for each row
    when (old.state <> 'SIGNED' and new.state = 'SIGNED') execute function minutes_awaited();

-- An agenda follows what still changes until the session opens. It is drawn from the convening on, and drawn anew, as another edition, by
-- every act that changes what it says: never over what somebody may hold already. At the commit, so that an act makes one edition at most.
create function session_papers() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    said jsonb := agenda_told(new.id);
begin
    insert into document (kind, subject_id, edition, told)
    select 'AGENDA', new.id, coalesce(last.edition, 0) + 1,
           said || jsonb_build_object('established_on', case when last.edition is null then new.convened_on else current_day() end)
    from (select) as one
    left join lateral (select d.edition, d.told - 'established_on' as told from document d
                       where d.subject_id = new.id and d.kind = 'AGENDA' order by d.edition desc limit 1) as last on true
    where last.told is distinct from said;
    -- Each member by the act that convenes him, and by no other: until he is convened again, a session that moved leaves him with the old paper.
    insert into document (kind, subject_id, told)
    select 'CONVOCATION', v.id, convocation_told(v.id)
    from convocation v
    where v.session_id = new.id and not exists (select from document d where d.subject_id = v.id and d.kind = 'CONVOCATION');
    return null;
end
$$;
comment on function session_papers() is 'What a convened session sends out waits to be drawn, and again when it says something else';
create constraint trigger session_papers after update on session deferrable initially deferred for each row
    when (new.state = 'CONVENED') execute function session_papers();

create function document_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op in ('DELETE', 'TRUNCATE') then
        perform refuse('document_kept', 'document', 'a document is kept as long as what it is of');
    elsif (new.subject_id, new.kind, new.edition) <> (old.subject_id, old.kind, old.edition) or new.told is distinct from old.told
          or old.sealed_at is not null then
        perform refuse('document_fixed', 'document', 'a sealed document never changes');
    end if;
    return new;
end
$$;
comment on function document_guard() is 'A document is sealed once and never drawn again (decision 47)';
create trigger document_guard before update or delete on document for each row execute function document_guard();
create trigger document_no_truncate before truncate on document for each statement execute function document_guard();

-- In the words of the API; those who signed the minutes, and the holder's sex, beside.
create function certificate_told(id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select jsonb_build_object(
            'title', v.title, 'referential_code', c.referential_code, 'referential_version', v.version, 'number', c.number,
            'verification_code', c.verification_code, 'commission_name', k.name, 'decision_on', c.decision_on, 'issued_on', c.issued_on,
            'holder', c.holder || jsonb_build_object('sex', n.sex),
            'signatories', coalesce((
                select jsonb_agg(jsonb_build_object('name', g.name, 'role',
                                                    case when g.is_chair then 'Présidence de la commission'
                                                         else 'Vice-présidence de la commission' end)
                                 order by not g.is_chair, g.member_id)
                from minutes_signatories(c.session_id) as g), '[]'))
        from certificate c
        join referential_version v on v.id = c.referential_version_id
        join commission k on k.id = c.commission_id
        join candidate n on n.id = c.candidate_id
        where c.id = certificate_told.id);
end
$$;
comment on function certificate_told(uuid) is 'What the document of a certificate has to say';

create function document_told(kind text, subject_id uuid, edition int) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    waiting document;
begin
    select d.* into waiting from document d
    where d.subject_id = document_told.subject_id and d.kind = document_told.kind and d.edition = document_told.edition and d.sealed_at is null;
    if waiting.kind is null or waiting.told is not null then
        return waiting.told;
    end if;
    case waiting.kind
        when 'CERTIFICATE' then
            return certificate_told(waiting.subject_id);
        when 'DUPLICATE' then
            return (select t.told || jsonb_build_object('duplicate', jsonb_build_object('ordinal', u.ordinal, 'issued_on', u.issued_on))
                           || case when u.holder is null then '{}'
                                   else jsonb_build_object('holder', (t.told -> 'holder') || u.holder, 'verification_code', u.verification_code) end
                    from certificate_duplicate u cross join certificate_told(u.certificate_id) as t(told) where u.id = waiting.subject_id);
        when 'ANNULMENT' then
            -- To whom holds it, as the last of its papers calls them.
            return (select t.told || jsonb_build_object('annulled_on', c.annulled_on, 'annul_reason', c.annul_reason,
                                                        'holder', (t.told -> 'holder') || coalesce(last.holder, '{}'))
                    from certificate c cross join certificate_told(c.id) as t(told)
                    left join lateral (select u.holder from certificate_duplicate u where u.certificate_id = c.id
                                       order by u.ordinal desc limit 1) as last on true
                    where c.id = waiting.subject_id);
        when 'RESTITUTION' then
            return restitution_told(waiting.subject_id);
        when 'PORTFOLIO' then
            return portfolio_told(waiting.subject_id);
        when 'PATH_PROPOSAL' then
            return path_told(waiting.subject_id);
        when 'MINUTES' then
            return minutes_told(waiting.subject_id);
        when 'RECTIFYING_MINUTES' then
            return rectification_told(waiting.subject_id);
        when 'DECISION' then
            return decision_told(waiting.subject_id);
    end case;
end
$$;
comment on function document_told(text, uuid, int) is 'What a document has to say that waits to be drawn; of others, nothing';
grant execute on function document_told(text, uuid, int) to clea_documents;

-- Nobody but a worker connects as clea_documents for longer than a moment.
create function worker_is_connected() returns boolean language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from pg_stat_activity a
                   where a.usename = 'clea_documents' and a.datname = current_database() and a.pid <> pg_backend_pid());
end
$$;
comment on function worker_is_connected() is 'Whether a worker that draws, signs and scans is connected to the database now';
grant execute on function worker_is_connected() to clea_national, clea_national_read, clea_documents;

grant select (kind, subject_id, edition, sealed_at, attempts, due_at, created_at, fault),
      update (content, sha256, drawing, sealed_at, attempts, due_at, fault) on document to clea_documents;
create policy document_queue on document for select to clea_documents using (true);
create policy document_work on document for update to clea_documents using (sealed_at is null) with check (true);
