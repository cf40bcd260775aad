-- SPDX-License-Identifier: EUPL-1.2
-- Evidence: whole or not there, its bytes for as long as somebody may read them. The worker (clea_documents) sees what is to be
-- scanned, and nothing else.

-- Definer: who puts evidence there reads none of its pieces. A dry run keeps none, and is taken back.
create function evidence_whole() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    parts record;
begin
    if current_setting('clea.is_dry_run', true) = 'true' then
        return new;
    end if;
    select count(*) as part_count, max(p.number) + 1 as next_number, sum(octet_length(p.content)) as byte_count,
           bool_and(p.candidacy_id = new.candidacy_id) as is_of_candidacy, sha256(string_agg(p.content, '' order by p.number)) as digest
    into parts from evidence_part p where p.evidence_id = new.id;
    if parts.part_count <> new.part_count or parts.next_number <> new.part_count or parts.byte_count <> new.byte_count
       or not parts.is_of_candidacy or parts.digest <> new.sha256 then
        perform refuse('evidence_whole', 'evidence', 'its pieces are not all there');
    end if;
    update evidence_part p set loose_since = null where p.evidence_id = new.id and p.number = 0 and p.loose_since is not null;
    return new;
end
$$;
comment on function evidence_whole() is 'Evidence is there when all of its pieces are, and not before';
create trigger evidence_whole before insert on evidence for each row execute function evidence_whole();

create function evidence_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op in ('DELETE', 'TRUNCATE') then
        perform refuse('evidence_kept', 'evidence', 'the record of it is kept');
    elsif (new.id, new.candidacy_id, new.acting_scope, new.acting_org_id, new.added_by, new.title, new.media_type, new.byte_count,
           new.part_count, new.sha256, new.created_at)
          is distinct from (old.id, old.candidacy_id, old.acting_scope, old.acting_org_id, old.added_by, old.title, old.media_type,
                            old.byte_count, old.part_count, old.sha256, old.created_at) then
        perform refuse('evidence_fixed', 'evidence', 'what it is never changes');
    elsif new.state <> old.state and (old.state in ('CLEAN', 'REFUSED', 'REMOVED') and new.state <> 'REMOVED'
                                      or old.state in ('REFUSED', 'REMOVED') or new.state = 'PENDING_SCAN') then
        perform refuse('evidence_transition_legal', 'evidence', 'not from the state that it is in');
    end if;
    return new;
end
$$;
comment on function evidence_guard() is 'Evidence never changes but for its state, and is judged and removed once';
create trigger evidence_guard before update or delete on evidence for each row execute function evidence_guard();
-- What a worker notes about its attempts is nobody's version.
create trigger evidence_version before update of state on evidence for each row execute function bump_version();
create trigger evidence_no_truncate before truncate on evidence for each statement execute function evidence_guard();

-- Definer: who removes it, and the worker, delete no piece themselves.
create function evidence_emptied() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    delete from evidence_part p where p.evidence_id = new.id;
    return null;
end
$$;
comment on function evidence_emptied() is 'Of what nobody may read any more no byte is kept';
create trigger evidence_emptied after update of state on evidence for each row
    when (new.state in ('REFUSED', 'REMOVED') and old.state not in ('REFUSED', 'REMOVED')) execute function evidence_emptied();

create function evidence_part_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    is_read boolean;
begin
    if tg_op = 'INSERT' then
        if exists (select from evidence e where e.id = new.evidence_id) then
            perform refuse('evidence_part_fixed', 'evidence_part', 'what is whole takes no further piece');
        end if;
        return new;
    elsif tg_op = 'DELETE' then
        is_read := exists (select from evidence e where e.id = old.evidence_id and e.state not in ('REFUSED', 'REMOVED'));
        if is_read then
            perform refuse('evidence_part_fixed', 'evidence_part', 'it is kept as long as somebody may read it');
        end if;
        return old;
    elsif tg_op = 'TRUNCATE' or (new.evidence_id, new.number, new.candidacy_id, new.content)
                                is distinct from (old.evidence_id, old.number, old.candidacy_id, old.content) then
        perform refuse('evidence_part_fixed', 'evidence_part', 'a piece never changes');
    end if;
    return new;
end
$$;
comment on function evidence_part_guard() is 'Pieces come before their evidence, never change, and go with what nobody may read any more';
create trigger evidence_part_guard before insert or update or delete on evidence_part for each row execute function evidence_part_guard();
create trigger evidence_part_no_truncate before truncate on evidence_part for each statement execute function evidence_part_guard();

grant select (id, state, byte_count, part_count, attempts, due_at, created_at, fault),
      update (state, attempts, due_at, fault, scanned_at, finding) on evidence to clea_documents;
grant select on evidence_part to clea_documents;
create policy evidence_queue on evidence for select to clea_documents using (true);
create policy evidence_work on evidence for update to clea_documents using (state in ('PENDING_SCAN', 'UNSCANNED'))
    with check (state in ('PENDING_SCAN', 'UNSCANNED', 'CLEAN', 'REFUSED'));
create policy evidence_part_work on evidence_part for select to clea_documents using (
    exists (select from evidence e where e.id = evidence_part.evidence_id and e.state in ('PENDING_SCAN', 'UNSCANNED') offset 0));

-- Nobody reads a byte of what is not, or no longer, to be read: not the nation either. What nothing came of is the system's to sweep.
create policy evidence_part_national on evidence_part for select to clea_national, clea_national_read using (
    scope_sees_all(current_scope()) and case when current_scope() = 'SYSTEM' then loose_since is not null or number > 0 else
        exists (select from evidence e where e.id = evidence_part.evidence_id and e.state in ('CLEAN', 'UNSCANNED') offset 0) end);
create policy evidence_part_sweep on evidence_part for delete to clea_national using (
    current_scope() = 'SYSTEM' and not exists (select from evidence e where e.id = evidence_part.evidence_id offset 0));
