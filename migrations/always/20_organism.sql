-- SPDX-License-Identifier: EUPL-1.2
-- Organisms and what entitles them.

create function habilitation_touch() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    update habilitation set version = version + 1 where id = coalesce(new.habilitation_id, old.habilitation_id);
    return null;
end
$$;
comment on function habilitation_touch() is 'A suspension changes what a guard read: the habilitation moves with it';
grant execute on function habilitation_touch() to clea_app, clea_read, clea_auditor;
create trigger habilitation_spell_touch after insert or update or delete on habilitation_spell
    for each row execute function habilitation_touch();

create function habilitation_end_is_recorded() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    new.end_recorded_at := case when new.ended_on is not distinct from old.ended_on then old.end_recorded_at else clock_timestamp() end;
    return new;
end
$$;
comment on function habilitation_end_is_recorded() is 'What was held before somebody wrote the end down was held rightly';
grant execute on function habilitation_end_is_recorded() to clea_app, clea_read, clea_auditor;
create trigger habilitation_end_is_recorded before update on habilitation for each row execute function habilitation_end_is_recorded();

create function quality_certificate_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'UPDATE' and (new.id, new.organism_id) is distinct from (old.id, old.organism_id) then
        perform refuse('quality_certificate_fixed', 'quality_certificate', 'it stays with its organism');
    end if;
    update organism set version = version + 1 where id = new.organism_id;
    return new;
end
$$;
comment on function quality_certificate_guard() is 'A certificate stays with its organism; it is part of what a guard read of an organism, which moves with it';
create trigger quality_certificate_guard before insert or update on quality_certificate
    for each row execute function quality_certificate_guard();

-- Asked by owner, so that candidacy_by_owner_and_expiry serves a plan that fits every scope.
create function deadline_owners(scope text, scope_id uuid) returns setof uuid language sql stable parallel safe rows 20 begin atomic
    select o.id from organism o where scope_sees_all(scope)
    union all
    select scope_id where scope = 'ORGANISM'
    union all
    select m.organism_id from network_membership m
    where scope = 'NETWORK' and m.network_id = scope_id
      and m.valid_from <= current_day() and (m.valid_to is null or m.valid_to >= current_day());
end;
comment on function deadline_owners(text, uuid) is
    'Whose deadlines a scope follows: its own, those of its members of today, or everybody''s';
grant execute on function deadline_owners(text, uuid) to clea_app, clea_read;

-- A request is taken back by who made it, and what was told of a habilitation is its holder's; what is granted is the nation's.
create policy habilitation_act_owner on habilitation_act to clea_owner using (true) with check (true);
create policy habilitation_act_auditor on habilitation_act for select to clea_auditor using (true);
create policy habilitation_retracted on habilitation for update to clea_app
    using (state = 'REQUESTED' and (current_scope() = 'ORGANISM' and organism_id = current_scope_id()
                                    or current_scope() = 'NETWORK' and network_id = current_scope_id()))
    with check (state = 'RETRACTED');
create policy habilitation_act_own on habilitation_act for select to clea_app, clea_read using (exists (
    select from habilitation h where h.id = habilitation_act.habilitation_id
      and (current_scope() = 'ORGANISM' and h.organism_id = current_scope_id()
           or current_scope() = 'NETWORK' and h.network_id = current_scope_id()) offset 0));
create policy habilitation_act_retracted on habilitation_act for insert to clea_app with check (
    event = 'RETRACT' and exists (
        select from habilitation h where h.id = habilitation_act.habilitation_id
          and (current_scope() = 'ORGANISM' and h.organism_id = current_scope_id()
               or current_scope() = 'NETWORK' and h.network_id = current_scope_id()) offset 0));
