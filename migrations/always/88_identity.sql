-- SPDX-License-Identifier: EUPL-1.2
-- Whose file it is, told by the file itself: when the record of a candidate becomes one of another printed identity, the history of each
-- candidacy in which that person was evaluated has a line of it - of those that are open, and of those that came to a certificate: which
-- day, by whom, for which organism. Not how it read, before or since: that is of the record, and of who may read it.

-- Members of a record that papers print, from either side of a change.
create function identity_printed(record jsonb) returns jsonb language sql immutable parallel safe
return (select jsonb_object_agg(m.name, record -> m.name)
        from unnest(array['birth_name', 'usage_name', 'first_name_1', 'first_name_2', 'first_name_3', 'sex', 'birth_year', 'birth_month', 'birth_day',
                          'birth_commune_insee', 'birth_commune_label', 'birth_country_code', 'birth_country_label']) as m(name));
comment on function identity_printed(jsonb) is 'Of a row of candidate, what names the person on papers';
grant execute on function identity_printed(jsonb) to clea_app;

-- One line of a day and of a person, as long as nothing else happens in between: whoever tries spellings fills no history.
create function candidacy_identity_corrected(candidacy_id uuid, corrected_by uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    now_it_is candidacy;
    before candidacy_event;
    today date;
begin
    select c.* into now_it_is from candidacy c
    where c.id = candidacy_identity_corrected.candidacy_id
      and exists (select from candidacy_transition t where t.from_state = c.state and t.event = 'CORRECT_IDENTITY')
      and exists (select from evaluation e where e.candidacy_id = c.id)
    for update;
    if not found then
        return;
    end if;
    select e.* into before from candidacy_event e where e.candidacy_id = now_it_is.id order by e.sequence desc limit 1;
    -- As candidacy_event_stamp() has it: the day of the organism in charge, and not before that of the line before.
    select greatest(before.entered_on, coalesce(k.today, (coalesce(k.instant, clock_timestamp()) at time zone coalesce(o.time_zone, 'Europe/Paris'))::date))
    into today from sandbox_clock k left join organism o on o.id = now_it_is.owner_org_id;
    if before.event = 'CORRECT_IDENTITY' and before.entered_on = today and before.person_id is not distinct from (corrected_by) then
        return;
    end if;
    update candidacy c set version = c.version + 1 where c.id = now_it_is.id returning c.version into now_it_is.version;
    insert into candidacy_event (id, candidacy_id, sequence, event, from_state, to_state, occurred_on, recorded_at, entered_on, acting_org_id,
                                 person_id, missing_domain_codes, state_after)
    values (event_id_new(), now_it_is.id, before.sequence + 1, 'CORRECT_IDENTITY', now_it_is.state, now_it_is.state, today, clock_timestamp(), today,
            case when current_scope() = 'ORGANISM' then current_scope_id() end, corrected_by, before.missing_domain_codes,
            before.state_after || jsonb_build_object('version', now_it_is.version));
    perform change_of_candidacy('CANDIDACY', now_it_is.id, now_it_is.id, 'CORRECT_IDENTITY', today, now_it_is.version, now_it_is.owner_org_id);
end
$$;
comment on function candidacy_identity_corrected(uuid, uuid) is 'The line of a history that the identity of its record was corrected; of who was evaluated, and has not left';

-- As the server makes them: they sort by when they were made.
create function event_id_new() returns uuid language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
    b bytea := uuid_send(gen_random_uuid());
begin
    b := overlay(b placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6);
    return encode(set_byte(b, 6, (get_byte(b, 6) & 15) | 112), 'hex')::uuid;
end
$$;
comment on function event_id_new() is 'A UUIDv7';

create function candidate_identity_told() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform candidacy_identity_corrected(c.id, new.corrected_by)
    from (select t.id from candidacy t where t.candidate_id = new.id order by t.id offset 0) as c;
    return null;
end
$$;
comment on function candidate_identity_told() is 'Each file of a record that became one of another identity says so';
create trigger candidate_identity_told after update on candidate for each row
    when (identity_printed(to_jsonb(old)) is distinct from identity_printed(to_jsonb(new))) execute function candidate_identity_told();
