-- SPDX-License-Identifier: EUPL-1.2
-- What lists are ordered by and searches look at where it is not a column of the listed row itself (server/guide/front-ends.md), and the views that they read.

-- Rows as a former owner saw them last, and records as an organism knows them, in the columns of their table; the other half of the
-- views …_seen. A list takes them from an index of their own.
do $$
declare
    kept regclass;
    what text;
begin
    foreach what in array array['candidacy', 'file', 'certificate'] loop
        kept := ('former_' || what)::regclass;
        execute format('create view %I with (security_invoker = true) as select %s from %s f',
                       what || '_kept', kept_columns(what::regclass, kept), kept);
        execute format('comment on view %I is %L', what || '_kept', 'Rows of ' || what || ' as they were when the candidacy left the caller');
        execute format('grant select on %I to clea_app, clea_read', what || '_kept');
    end loop;
    execute format('create view candidate_kept with (security_invoker = true) as select %s from candidate_known f',
                   replace(kept_columns('candidate'::regclass, 'candidate_known'::regclass),
                           '(jsonb_populate_record(null::public.candidate, f.record)).id as id', 'f.candidate_id as id'));
    comment on view candidate_kept is 'Candidates whose record the caller does not see, as he knows them';
    grant select on candidate_kept to clea_app, clea_read;
end
$$;

-- Apart from the statements that read the live row, so that nobody but a former owner pays for it.
create function candidacy_kept_of(id uuid) returns setof candidacy language plpgsql stable rows 1 as $$
begin
    if public.current_scope() = 'ORGANISM' then
        return query select * from public.candidacy_kept k where k.id = candidacy_kept_of.id;
    end if;
end
$$;
comment on function candidacy_kept_of(uuid) is 'A candidacy as it was when it left the organism that asks; nothing to everybody else';
grant execute on function candidacy_kept_of(uuid) to clea_app, clea_read;

create function candidate_access_named() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    select c.search_name into new.name_key from candidate c where c.id = new.candidate_id;
    return new;
end
$$;
comment on function candidate_access_named() is 'Who sees a candidate finds him by the name that he has';
create trigger candidate_access_named before insert on candidate_access for each row execute function candidate_access_named();

create function candidate_known_named() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    new.name_key := coalesce(new.record ->> 'search_name', '');
    return new;
end
$$;
comment on function candidate_known_named() is 'Who knows a candidate finds him by the name that is known, or in front of all names';
create trigger candidate_known_named before insert or update of record on candidate_known
    for each row execute function candidate_known_named();

create function candidate_names_follow() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update candidate_access set name_key = new.search_name where candidate_id = new.id;
    return null;
end
$$;
comment on function candidate_names_follow() is 'A name that changes changes its place in every list';
create trigger candidate_names_follow after update of search_name on candidate for each row
    when (old.search_name is distinct from new.search_name) execute function candidate_names_follow();

create function candidacy_access_keyed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    select c.deadline_key, c.last_activity_on into new.deadline_key, new.last_activity_on from candidacy c where c.id = new.candidacy_id;
    return new;
end
$$;
comment on function candidacy_access_keyed() is 'What a commission sees it finds by deadline and by last act';
create trigger candidacy_access_keyed before insert on candidacy_access for each row
    when (new.scope = 'COMMISSION') execute function candidacy_access_keyed();

create function candidacy_keys_follow() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update candidacy_access set deadline_key = new.deadline_key, last_activity_on = new.last_activity_on
    where candidacy_id = new.id and scope = 'COMMISSION';
    update candidacy_activity y
    set owner_org_id = new.owner_org_id, last_activity_on = new.last_activity_on,
        idle_state = case when candidacy_idles(new.state) then new.state end,
        idle_since = case when candidacy_idles(new.state) then new.entered_on end
    where y.candidacy_id = new.id;
    return null;
end
$$;
comment on function candidacy_keys_follow() is 'An act changes the place of a candidacy in the lists of its commission and of who holds it';
create trigger candidacy_keys_follow after update on candidacy for each row
    when (old.last_activity_on is distinct from new.last_activity_on or old.entered_on is distinct from new.entered_on
          or old.deadline_date is distinct from new.deadline_date or old.owner_org_id is distinct from new.owner_org_id
          or old.state is distinct from new.state)
    execute function candidacy_keys_follow();

create function owner_stamp() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    select c.owner_org_id into new.owner_org_id from candidacy c where c.id = new.candidacy_id;
    return new;
end
$$;
comment on function owner_stamp() is 'Files and certificates are listed with who holds their candidacy';
create trigger file_owner before insert on file for each row execute function owner_stamp();
create trigger certificate_owner before insert on certificate for each row execute function owner_stamp();

create function owners_follow() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update file set owner_org_id = new.owner_org_id where candidacy_id = new.id;
    update certificate set owner_org_id = new.owner_org_id where candidacy_id = new.id;
    return null;
end
$$;
comment on function owners_follow() is 'What hangs on a candidacy goes with it to its new owner';
create trigger candidacy_owners_follow after update of owner_org_id on candidacy for each row
    when (old.owner_org_id is distinct from new.owner_org_id) execute function owners_follow();

-- The words by which an organism searches its candidates.
create function candidate_access_worded() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into candidate_access_word (organism_id, word, candidate_id)
    select new.organism_id, w.word, new.candidate_id from candidate_word w where w.candidate_id = new.candidate_id
    on conflict do nothing;
    return null;
end
$$;
comment on function candidate_access_worded() is 'Who sees a candidate finds him by the words of his names';
create trigger candidate_access_worded after insert on candidate_access for each row execute function candidate_access_worded();

create function candidate_words_everywhere() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        delete from candidate_access_word w where w.candidate_id = old.candidate_id and w.word = old.word;
    else
        insert into candidate_access_word (organism_id, word, candidate_id)
        select a.organism_id, new.word, a.candidate_id from candidate_access a where a.candidate_id = new.candidate_id
        on conflict do nothing;
    end if;
    return null;
end
$$;
comment on function candidate_words_everywhere() is 'A word of a name comes and goes for everybody who sees the candidate';
create trigger candidate_words_everywhere after insert or delete on candidate_word for each row execute function candidate_words_everywhere();

create policy candidate_access_word_read on candidate_access_word for select to clea_app, clea_read using (
    case current_scope()
        when 'ORGANISM' then organism_id = current_scope_id() and current_reach() is null
        when 'NETWORK' then exists (
            select from candidate_access a
            where a.candidate_id = candidate_access_word.candidate_id and a.organism_id = candidate_access_word.organism_id offset 0)
    end);
create policy candidate_access_word_national on candidate_access_word for select to clea_national, clea_national_read using (false);
create policy candidate_access_word_auditor on candidate_access_word for select to clea_auditor using (true);
grant select on candidate_access_word to clea_app, clea_read, clea_auditor;
