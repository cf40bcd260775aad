-- Documents: every certificate, duplicate and annulment has one to be drawn, and what is sealed stays as it is. The worker (clea_documents) sees the queue, what
-- a document that waits has to say, and nothing else: not what is sealed, and no other row of any table.

-- Its argument is the kind.
create function document_awaited() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into document (kind, subject_id) values (tg_argv[0], new.id);
    return null;
end
$$;
comment on function document_awaited() is 'Whoever issues or annuls, the document of it waits to be drawn from the same commit on';
create trigger certificate_drawn after insert on certificate for each row execute function document_awaited('CERTIFICATE');
create trigger certificate_duplicate_drawn after insert on certificate_duplicate for each row execute function document_awaited('DUPLICATE');
create trigger certificate_annulment_drawn after update of status on certificate for each row
    when (old.status <> 'ANNULLED' and new.status = 'ANNULLED') execute function document_awaited('ANNULMENT');

create function document_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op in ('DELETE', 'TRUNCATE') then
        perform refuse('document_kept', 'document', 'a document is kept as long as what it is of');
    elsif new.subject_id <> old.subject_id or new.kind <> old.kind or old.sealed_at is not null then
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

create function document_told(kind text, subject_id uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from document d
                   where d.subject_id = document_told.subject_id and d.kind = document_told.kind and d.sealed_at is null) then
        return null;
    end if;
    if document_told.kind = 'DUPLICATE' then
        return (select certificate_told(u.certificate_id)
                       || jsonb_build_object('duplicate', jsonb_build_object('ordinal', u.ordinal, 'issued_on', u.issued_on))
                from certificate_duplicate u where u.id = document_told.subject_id);
    elsif document_told.kind = 'ANNULMENT' then
        return (select certificate_told(c.id) || jsonb_build_object('annulled_on', c.annulled_on, 'annul_reason', c.annul_reason)
                from certificate c where c.id = document_told.subject_id);
    end if;
    return certificate_told(document_told.subject_id);
end
$$;
comment on function document_told(text, uuid) is 'What a document has to say that waits to be drawn; of others, nothing';
grant execute on function document_told(text, uuid) to clea_documents;

grant select (kind, subject_id, sealed_at, attempts, due_at, created_at, fault),
      update (content, sha256, drawing, sealed_at, attempts, due_at, fault) on document to clea_documents;
create policy document_queue on document for select to clea_documents using (true);
create policy document_work on document for update to clea_documents using (sealed_at is null) with check (true);
