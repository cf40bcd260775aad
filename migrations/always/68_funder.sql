-- SPDX-License-Identifier: EUPL-1.2
-- Funders: who pays for a candidate, and reads how far the candidate is while the candidate consents (domain page 3.2).
--
-- A funder has no row of candidacy_access, by which whatever hangs on a candidacy opens: it reads the candidacy and the fundings in its
-- own name, and every other table is closed to it by row-level security, whatever a statement forgets. Both are asked live: a consent
-- that is withdrawn and a funding that names another one close with their commit.

create trigger funder_version before update on funder for each row execute function bump_version();
create trigger funder_consent_version before update on funder_consent for each row execute function bump_version();

-- Of the funder who asks; anybody else is told nothing. Definer: he sees neither the consent nor other people's fundings.
create function funded_candidacies() returns uuid[] language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(
        select c.candidacy_id from funder_consent c
        where current_scope() = 'FUNDER' and c.funder_id = current_scope_id() and c.withdrawn_on is null
          and exists (select from funding f where f.candidacy_id = c.candidacy_id and f.funder_id = c.funder_id));
end
$$;
comment on function funded_candidacies() is 'The candidacies whose funding names the funder who asks, and whose candidate consents';
grant execute on function funded_candidacies() to clea_app, clea_read;

create function funder_reads(candidacy_id uuid) returns boolean language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return current_scope() = 'FUNDER' and exists (
        select from funder_consent c join funding f on f.candidacy_id = c.candidacy_id and f.funder_id = c.funder_id
        where c.candidacy_id = funder_reads.candidacy_id and c.funder_id = current_scope_id() and c.withdrawn_on is null);
end
$$;
comment on function funder_reads(uuid) is 'The same of one candidacy';
grant execute on function funder_reads(uuid) to clea_app, clea_read;

-- What was consented to never changes; a consent is withdrawn once.
create function funder_consent_guard() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    if (new.id, new.candidacy_id, new.funder_id, new.given_on, new.proof, new.is_own, new.recorded_by)
           is distinct from (old.id, old.candidacy_id, old.funder_id, old.given_on, old.proof, old.is_own, old.recorded_by)
       or (old.withdrawn_on is not null and new.withdrawn_on is distinct from old.withdrawn_on) then
        perform refuse('funder_consent_fixed', 'funder_consent', 'a consent is given once and withdrawn once');
    end if;
    return new;
end
$$;
comment on function funder_consent_guard() is 'A consent is given once and withdrawn once';
grant execute on function funder_consent_guard() to clea_app;
create trigger funder_consent_fixed before update on funder_consent for each row execute function funder_consent_guard();

create policy funder_read on funder for select to clea_app, clea_read using (scope_is_tenant(current_scope()));
create policy funder_auditor on funder for select to clea_auditor using (true);
create policy funder_consent_auditor on funder_consent for select to clea_auditor using (true);

create policy candidacy_funder on candidacy for select to clea_app, clea_read using (
    current_scope() = 'FUNDER' and funder_reads(id));
create policy funding_funder on funding for select to clea_app, clea_read using (
    current_scope() = 'FUNDER' and funder_id = current_scope_id() and funder_reads(candidacy_id));

-- For the candidate and whoever holds the file, but who trains alone.
create policy funder_consent_read on funder_consent for select to clea_app, clea_read using (
    current_scope() in ('ORGANISM', 'CANDIDATE') and current_reach() is null and exists (
        select from candidacy_access a
        where a.candidacy_id = funder_consent.candidacy_id and a.can_write and a.scope = current_scope() offset 0));
create policy funder_consent_insert on funder_consent for insert to clea_app with check (
    current_scope() in ('ORGANISM', 'CANDIDATE') and is_own = (current_scope() = 'CANDIDATE') and exists (
        select from candidacy_access a
        where a.candidacy_id = funder_consent.candidacy_id and a.can_write and a.scope = current_scope() offset 0));
create policy funder_consent_update on funder_consent for update to clea_app using (
    current_scope() in ('ORGANISM', 'CANDIDATE') and exists (
        select from candidacy_access a
        where a.candidacy_id = funder_consent.candidacy_id and a.can_write and a.scope = current_scope() offset 0));

grant select on funder, funder_consent to clea_app, clea_read, clea_auditor;
grant insert on funder_consent to clea_app;
grant update (withdrawn_on, version) on funder_consent to clea_app;
grant insert on funder to clea_national;
grant update (name, search_name, name_rule, status, version) on funder to clea_national;

create function funding_guard() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    if (new.id, new.candidacy_id, new.acting_org_id, new.created_at)
       is distinct from (old.id, old.candidacy_id, old.acting_org_id, old.created_at) then
        perform refuse('funding_root_fixed', 'funding', 'a funding stays with its candidacy');
    end if;
    return new;
end
$$;
comment on function funding_guard() is 'What a funding belongs to never changes';
grant execute on function funding_guard() to clea_app;
create trigger funding_fixed before update on funding for each row execute function funding_guard();
