-- SPDX-License-Identifier: EUPL-1.2
-- A former owner reads a candidacy as it was on the day of the transfer, through every door (decision 40).
--
-- The transfer takes its row of candidacy_access away: by row-level security nothing live of the candidacy is its any more, and what a
-- statement forgets is closed, not open. Its history stays open up to the transfer (former_owner.until_event). The rows that change
-- were kept by the transfer itself (former_…); the views …_seen show the live rows to who sees those, and the kept ones to a
-- former owner, each by row-level security. What is read by organisms reads …_seen.

-- The rows of one table under a candidacy that a former owner keeps.
create function former_keep(candidacy_id uuid, organism_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    kept regclass;
    columns text;
    what text;
begin
    for kept in select c.oid::regclass from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname ~ '^former_' and c.relname <> 'former_owner'
                order by c.relname loop
        what := substr(kept::text, length('former_') + 1);
        select string_agg(format('%I', a.attname), ', ' order by a.attnum) into columns
        from pg_attribute a
        where a.attrelid = kept and a.attnum > 0 and not a.attisdropped
          and a.attname not in ('organism_id', 'candidacy_id', 'kept_row', 'record');
        execute format('delete from %s f where f.organism_id = $2 and f.candidacy_id = $1', kept) using candidacy_id, organism_id;
        execute format('insert into %s (organism_id, candidacy_id, kept_row, record, %s)'
                       || ' select $2, $1, row_number() over (), to_jsonb(r), %s from %I r where %s', kept, columns, columns, what,
                       case what
                           when 'candidacy' then 'r.id = $1'
                           when 'certificate_duplicate' then
                               'exists (select from certificate t where t.id = r.certificate_id and t.candidacy_id = $1)'
                           when 'decision' then 'r.candidacy_id = $1 and r.effective_on is not null'
                           when 'funding' then 'r.candidacy_id = $1 and r.acting_org_id = $2'
                           when 'evidence' then 'r.candidacy_id = $1 and (r.state in (''CLEAN'', ''UNSCANNED'') or r.acting_org_id = $2)'
                           else 'r.candidacy_id = $1'
                       end)
        using candidacy_id, organism_id;
    end loop;
end
$$;
comment on function former_keep(uuid, uuid) is 'Keeps what an organism sees of a candidacy at this moment, instead of what was kept for it before';

create function former_forget(candidacy_id uuid, organism_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    kept regclass;
begin
    for kept in select c.oid::regclass from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname ~ '^former_' loop
        execute format('delete from %s f where f.organism_id = $2 and f.candidacy_id = $1', kept) using candidacy_id, organism_id;
    end loop;
end
$$;
comment on function former_forget(uuid, uuid) is 'A candidacy came back to an organism, which sees it as it is again';

-- Behind the event of the transfer, which is the last that the former owner sees.
create function candidacy_leaves_owner() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform former_forget(new.id, new.owner_org_id);
    perform former_keep(new.id, old.owner_org_id);
    insert into former_owner (candidacy_id, organism_id, until_event)
    select new.id, old.owner_org_id, max(e.sequence) from candidacy_event e where e.candidacy_id = new.id
    on conflict on constraint former_owner_pk do update set until_event = excluded.until_event;
    perform candidate_sight_settle(new.candidate_id, old.owner_org_id), candidate_sight_settle(new.candidate_id, new.owner_org_id);
    return null;
end
$$;
comment on function candidacy_leaves_owner() is 'A transfer keeps for the former owner what it sees, and closes the rest to it';
create trigger candidacy_leaves_owner after update of owner_org_id on candidacy for each row
    when (new.owner_org_id is distinct from old.owner_org_id) execute function candidacy_leaves_owner();

-- The one policy that knows the former owner. Who only trains there trains the candidate no more: for him nothing was kept.
create policy former_owner_read on former_owner for select to clea_app, clea_read using (
    current_scope() = 'ORGANISM' and organism_id = current_scope_id() and current_reach() is null);
create policy candidacy_event_former on candidacy_event for select to clea_app, clea_read using (
    current_scope() = 'ORGANISM' and exists (
        select from former_owner f
        where f.candidacy_id = candidacy_event.candidacy_id and candidacy_event.sequence <= f.until_event offset 0));
create policy event_text_former on event_text for select to clea_app, clea_read using (
    current_scope() = 'ORGANISM' and exists (
        select from former_owner f join candidacy_event e on e.candidacy_id = f.candidacy_id and e.sequence <= f.until_event
        where e.id = event_text.event_id offset 0));

-- In two steps: who kept nothing, nearly everybody, is asked of the live table alone.
create function candidacy_has_portfolio(candidacy_id uuid) returns boolean language plpgsql stable as $$
begin
    if exists (select from public.portfolio p where p.candidacy_id = candidacy_has_portfolio.candidacy_id) then
        return true;
    end if;
    return exists (select from public.former_portfolio f where f.candidacy_id = candidacy_has_portfolio.candidacy_id
                   and f.organism_id = public.current_scope_id());
end
$$;
comment on function candidacy_has_portfolio(uuid) is 'Whether a candidate was handed a portfolio, as far as the caller sees';
grant execute on function candidacy_has_portfolio(uuid) to clea_app, clea_read;

-- The columns of a live row, or of a kept one: those that are looked up stand beside the record, so that an index serves.
create function kept_columns(live regclass, kept regclass) returns text language plpgsql stable
set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select string_agg(case
            when exists (select from pg_attribute k where k.attrelid = kept and k.attname = a.attname and k.attname not in ('record', 'kept_row'))
                then format('f.%I', a.attname)
            else format('(jsonb_populate_record(null::public.%I, f.record)).%I as %I', c.relname, a.attname, a.attname) end, ', ' order by a.attnum)
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.oid = live and a.attnum > 0 and not a.attisdropped);
end
$$;
comment on function kept_columns(regclass, regclass) is 'Of a row that was kept as JSON, the columns of its table in order; for the views of this file';

do $$
declare
    kept regclass;
    what text;
    columns text;
begin
    for kept in select c.oid::regclass from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname ~ '^former_' and c.relname <> 'former_owner'
                order by c.relname loop
        what := substr(kept::text, length('former_') + 1);
        execute format('create policy %I on %s for select to clea_app, clea_read using (current_scope() = ''ORGANISM'''
                       || ' and organism_id = current_scope_id() and %s)', kept || '_read', kept, 'current_reach() is null');
        execute format('create policy %I on %s for select to clea_auditor using (true)', kept || '_auditor', kept);
        execute format('grant select on %s to clea_app, clea_read, clea_auditor', kept);
        select string_agg(format('l.%I', a.attname), ', ' order by a.attnum) into columns
        from pg_attribute a where a.attrelid = what::regclass and a.attnum > 0 and not a.attisdropped;
        execute format('create view %I with (security_invoker = true) as select %s from %I l union all select %s from %s f',
                       what || '_seen', columns, what, kept_columns(what::regclass, kept), kept);
        execute format('comment on view %I is %L', what || '_seen',
                       'Rows of ' || what || ' as the caller may see them: live, or as they were when the candidacy left him');
        execute format('grant select on %I to clea_app, clea_read', what || '_seen');
    end loop;
    -- Who reads the nation reads the live rows: what was kept for an organism would stand beside them.
    for kept in select c.oid::regclass from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname ~ '^former_' loop
        execute format('create policy %I on %s for select to clea_national, clea_national_read using (false)', kept || '_national', kept);
    end loop;
    select string_agg(format('l.%I', a.attname), ', ' order by a.attnum) into columns
    from pg_attribute a where a.attrelid = 'candidate'::regclass and a.attnum > 0 and not a.attisdropped;
    execute format('create view candidate_seen with (security_invoker = true) as select %s from candidate l'
                   || ' union all select %s from candidate_known f', columns,
                   replace(kept_columns('candidate'::regclass, 'candidate_known'::regclass),
                           '(jsonb_populate_record(null::public.candidate, f.record)).id as id', 'f.candidate_id as id'));
    comment on view candidate_seen is
        'Candidates as the caller may see them: the record, the record as it was when he lost it, or the reference alone (66_sight.sql)';
    grant select on candidate_seen to clea_app, clea_read;
end
$$;
create policy former_owner_auditor on former_owner for select to clea_auditor using (true);
grant select on former_owner to clea_app, clea_read, clea_auditor;
