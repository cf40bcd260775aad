-- Digital credentials: every certificate has one to be signed, at a place of its own in a status list; an annulment sets its bit. The
-- worker (clea_documents) sees what waits and what that has to say, and nothing that is signed.

-- A place by lot, from a version 4 UUID: its first 48 bits are random. (Shifts and bits have one rank in PostgreSQL.)
create function credential_place() returns int language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
    b bytea := uuid_send(gen_random_uuid());
begin
    return ((get_byte(b, 0) << 16) | (get_byte(b, 1) << 8) | get_byte(b, 2)) & 131071;
end
$$;
comment on function credential_place() is 'A place in a status list, drawn by lot';

create function credential_awaited() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    of_number int := nextval('credential_order') / 65536 + 1;
    of_list uuid;
begin
    select l.id into of_list from credential_list l where l.number = of_number;
    if of_list is null then
        insert into credential_list (number) values (of_number) on conflict (number) do nothing;
        select l.id into of_list from credential_list l where l.number = of_number;
    end if;
    loop
        insert into credential (certificate_id, list_id, list_index) values (new.id, of_list, credential_place())
        on conflict (list_id, list_index) do nothing;
        exit when found;
    end loop;
    return null;
end
$$;
comment on function credential_awaited() is 'Whoever issues, the credential of it waits to be signed from the same commit on';
create trigger certificate_credential after insert on certificate for each row execute function credential_awaited();

create function credential_annulled() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update credential_list l set version = l.version + 1, attempts = 0, due_at = clock_timestamp(), fault = null
    from credential k where k.certificate_id = new.id and l.id = k.list_id;
    return null;
end
$$;
comment on function credential_annulled() is 'What the list said before is told to nobody from the commit of the annulment on';
create trigger certificate_credential_annulled after update of status on certificate for each row
    when (old.status <> 'ANNULLED' and new.status = 'ANNULLED') execute function credential_annulled();

create function credential_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if old.signed_at is not null or (new.certificate_id, new.id, new.subject_id, new.list_id, new.list_index)
           is distinct from (old.certificate_id, old.id, old.subject_id, old.list_id, old.list_index) then
        perform refuse('credential_fixed', 'credential', 'a credential has its place for ever, and once signed it never changes');
    end if;
    return new;
end
$$;
comment on function credential_guard() is 'Nothing of a credential is used again or signed twice';
create trigger credential_guard before update on credential for each row execute function credential_guard();

create function credential_list_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if (new.id, new.number) is distinct from (old.id, old.number) or new.version < old.version or new.signed_version < old.signed_version then
        perform refuse('credential_list_fixed', 'credential_list', 'a status list goes forward and keeps its place');
    end if;
    return new;
end
$$;
comment on function credential_list_guard() is 'What was annulled stays annulled';
create trigger credential_list_guard before update on credential_list for each row execute function credential_list_guard();

create function credential_kept() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform refuse('credential_kept', tg_table_name, 'what was signed is verified for ever: it is kept as it is');
    return null;
end
$$;
comment on function credential_kept() is 'Credentials, their lists and the keys that signed them are never taken back';
create trigger credential_kept before delete on credential for each row execute function credential_kept();
create trigger credential_no_truncate before truncate on credential for each statement execute function credential_kept();
create trigger credential_list_kept before delete on credential_list for each row execute function credential_kept();
create trigger credential_list_no_truncate before truncate on credential_list for each statement execute function credential_kept();
create trigger credential_key_kept before update or delete on credential_key for each row execute function credential_kept();
create trigger credential_key_no_truncate before truncate on credential_key for each statement execute function credential_kept();

-- Valid from the second signature of the minutes, by which the decision took effect. No name, nothing by which anybody is found.
create function credential_told(certificate_id uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select jsonb_build_object(
            'id', k.id, 'subject_id', k.subject_id, 'list_id', k.list_id, 'list_index', k.list_index,
            'referential_code', v.code, 'referential_version', v.version, 'title', translate(v.title, '''', '’'),
            'valid_from', to_char(d.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'valid_from_s', floor(extract(epoch from d.at))::bigint,
            'domains', (select jsonb_agg(jsonb_build_object('code', t.domain ->> 'code', 'title', translate(t.domain ->> 'title', '''', '’'))
                                         order by t.ordinal)
                        from jsonb_array_elements(v.tree -> 'domains') with ordinality as t(domain, ordinal)))
        from credential k
        join certificate c on c.id = k.certificate_id
        join referential_version v on v.id = c.referential_version_id
        cross join lateral (select coalesce(max(g.signed_at), c.decision_on::timestamp at time zone 'UTC') as at
                            from minutes_signature g where g.session_id = c.session_id) d
        where k.certificate_id = credential_told.certificate_id and k.signed_at is null);
end
$$;
comment on function credential_told(uuid) is 'What a credential has to say that waits to be signed; of others, nothing';
grant execute on function credential_told(uuid) to clea_documents;

-- Volatile, to be newer than the version that is read beside it: an annulment that was committed in between is told now, and once more
-- with the version that it made. The other way round it would be lost.
create function credential_list_told(list_id uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select coalesce(string_agg(k.list_index::text, ',' order by k.list_index), '')
            from credential k join certificate c on c.id = k.certificate_id and c.status = 'ANNULLED'
            where k.list_id = credential_list_told.list_id);
end
$$;
comment on function credential_list_told(uuid) is 'The places of a status list whose certificate is annulled';
grant execute on function credential_list_told(uuid) to clea_documents;

grant select (certificate_id, signed_at, attempts, due_at, created_at, fault), update (with_proof, token, signed_at, attempts, due_at, fault)
    on credential to clea_documents;
create policy credential_queue on credential for select to clea_documents using (true);
create policy credential_work on credential for update to clea_documents using (signed_at is null) with check (true);
grant select (id, version, signed_version, signed_at, attempts, due_at, created_at, fault),
      update (with_proof, token, signed_version, signed_at, attempts, due_at, fault) on credential_list to clea_documents;
create policy credential_list_queue on credential_list for select to clea_documents using (true);
create policy credential_list_work on credential_list for update to clea_documents
    using (signed_version is distinct from version) with check (true);
grant select (id, issuer), insert (id, issuer, algorithm, jwk, method) on credential_key to clea_documents;
create policy credential_key_published on credential_key for select to clea_documents using (true);
create policy credential_key_publish on credential_key for insert to clea_documents with check (true);

-- Whoever verifies reads keys and lists, with or without a key of ours: nothing there is anybody's.
create policy credential_key_read on credential_key for select to clea_app, clea_read, clea_national, clea_national_read using (true);
create policy credential_list_read on credential_list for select to clea_app, clea_read, clea_national, clea_national_read using (true);
