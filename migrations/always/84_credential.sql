-- SPDX-License-Identifier: EUPL-1.2
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

create function credential_signers(with_proof text, token text) returns text[]
language plpgsql immutable set search_path = pg_catalog, public, pg_temp as $$
declare
    header text := translate(split_part(token, '.', 1), '-_', '+/');
begin
    return array[substring(with_proof from '"verificationMethod":"[^"]*#([^"#]+)"'),
                 substring(convert_from(decode(rpad(header, (length(header) + 3) / 4 * 4, '='), 'base64'), 'UTF8') from '"kid":"[^"]*/([^"/]+)"')];
end
$$;
comment on function credential_signers(text, text) is 'The thumbprints of the keys that signed: the proof, and the token';

-- Held until the transaction ends: a withdrawal waits for what is signed beside it, and finds it; or is waited for.
create function credential_is_trusted(with_proof text, token text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    signers text[] := credential_signers(with_proof, token);
begin
    perform from credential_key k where k.id = any (signers) for share;
    return not exists (select from credential_key k where k.id = any (signers) and k.withdrawn_at is not null);
end
$$;
comment on function credential_is_trusted(text, text) is 'Whether no key that signed it was withdrawn';

create function credential_key_refuse() returns void language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    perform refuse('credential_key_withdrawn', 'credential_key', 'a key that was withdrawn signs nothing more');
end
$$;
comment on function credential_key_refuse() is 'Of a key that was withdrawn, to whoever signs with it';

create function credential_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if (old.signed_at is not null and (new.signed_at is not null or credential_is_trusted(old.with_proof, old.token)))
       or (new.certificate_id, new.id, new.subject_id, new.list_id, new.list_index)
           is distinct from (old.certificate_id, old.id, old.subject_id, old.list_id, old.list_index) then
        perform refuse('credential_fixed', 'credential', 'a credential has its place for ever, and once signed it never changes');
    end if;
    if old.signed_at is null and new.signed_at is not null and not credential_is_trusted(new.with_proof, new.token) then
        perform credential_key_refuse();
    end if;
    return new;
end
$$;
comment on function credential_guard() is 'Nothing of a credential is used again, or signed twice but when the first key was withdrawn';
create trigger credential_guard before update on credential for each row execute function credential_guard();

create function credential_list_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if (new.id, new.number) is distinct from (old.id, old.number) or new.version < old.version or new.signed_version < old.signed_version then
        perform refuse('credential_list_fixed', 'credential_list', 'a status list goes forward and keeps its place');
    end if;
    if new.signed_at is distinct from old.signed_at and not credential_is_trusted(new.with_proof, new.token) then
        perform credential_key_refuse();
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
create trigger credential_key_kept before delete on credential_key for each row execute function credential_kept();
create trigger credential_key_no_truncate before truncate on credential_key for each statement execute function credential_kept();

create function credential_key_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        if exists (select from credential_key k where k.id = new.id and k.withdrawn_at is not null) then
            perform credential_key_refuse();
        end if;
    elsif (new.id, new.issuer, new.algorithm, new.jwk, new.method, new.published_at)
          is distinct from (old.id, old.issuer, old.algorithm, old.jwk, old.method, old.published_at) or old.withdrawn_at is not null then
        perform refuse('credential_key_fixed', 'credential_key', 'a key is published as it is, and withdrawn once');
    end if;
    return new;
end
$$;
comment on function credential_key_guard() is 'A key that was published never changes, and one that was withdrawn never comes back';
create trigger credential_key_guard before insert or update on credential_key for each row execute function credential_key_guard();

-- By the operator (clea-server withdraw-credential-key), when somebody else may have the private key. What is valid is signed anew, at
-- its place and under its number, by the keys that the workers have now; until then it is told to nobody.
create function credential_key_withdraw(key_id text, out credentials bigint, out lists bigint)
language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
begin
    update credential_key k set withdrawn_at = clock_timestamp() where k.id = key_id and k.withdrawn_at is null;
    if not found then
        perform refuse('credential_key_known', 'credential_key', 'no key that is published has this thumbprint');
    end if;
    update credential_list l set version = l.version + 1, attempts = 0, due_at = clock_timestamp(), fault = null
    where key_id = any (credential_signers(l.with_proof, l.token));
    get diagnostics lists = row_count;
    update credential k
    set with_proof = null, token = null, signed_at = null, attempts = 0, created_at = clock_timestamp(), due_at = clock_timestamp()
    from certificate c
    where c.id = k.certificate_id and c.status = 'ISSUED' and k.signed_at is not null and key_id = any (credential_signers(k.with_proof, k.token));
    get diagnostics credentials = row_count;
end
$$;
comment on function credential_key_withdraw(text) is 'Publishes a key no more, and has what it signed signed anew: how many credentials and lists';

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
