-- SPDX-License-Identifier: EUPL-1.2
-- Requests and offers of the transfer of a file.

-- What is there to be asked for: the same file as for CANDIDACY_ALREADY_OPEN.
create function transfer_wanted(contact_id uuid) returns setof candidacy
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select other.*
    from candidacy c
    join candidacy other on other.candidate_id = c.candidate_id and other.referential_code = c.referential_code
                        and other.id <> c.id and other.information_on is not null
    join candidacy_state s on s.state = other.state and s.is_live
    where c.id = contact_id;
end
$$;
comment on function transfer_wanted(uuid) is 'The live file beside a contact, of the same candidate and certification; at most one (candidacy_one_live)';

create function transfer_standing(contact_ids uuid[]) returns table (item int, is_elsewhere boolean, here_id uuid)
language plpgsql stable security definer rows 1 set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select asked.item::int, coalesce(bool_or(w.owner_org_id <> c.owner_org_id), false),
           (array_agg(w.id) filter (where w.owner_org_id = c.owner_org_id))[1]
    from unnest(contact_ids) with ordinality as asked(id, item)
    join candidacy c on c.id = asked.id
    left join lateral transfer_wanted(c.id) w on true
    group by asked.item;
end
$$;
comment on function transfer_standing(uuid[]) is
    'Whether a live file stands beside a contact, with another organism or with the same one; never with whom (as candidate_standing)';
grant execute on function transfer_standing(uuid[]) to clea_app, clea_read;

-- The certifier moves what he granted (transfer_requests_follow).
create function candidacy_has_receiver(candidacy_id uuid, is_of_certifier boolean) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (
        select from transfer_request_route t join transfer_request r on r.id = t.request_id
        where t.candidacy_id = candidacy_has_receiver.candidacy_id
          and (r.state = 'AGREED' or (r.state = 'PENDING' and r.kind = 'REQUEST' and not is_of_certifier)));
end
$$;
comment on function candidacy_has_receiver(uuid, boolean) is 'Whether some organism asked for a file or agreed to take it; never which';
grant execute on function candidacy_has_receiver(uuid, boolean) to clea_app, clea_read;

create function transfer_request_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'PENDING' then
            perform refuse('transfer_request_transition_legal', 'transfer_request', 'a request begins PENDING');
        end if;
        if new.kind = 'OFFER' then
            if new.requesting_org_id = new.offering_org_id or current_scope() is distinct from 'ORGANISM'
               or new.offering_org_id is distinct from current_scope_id() or not exists (
                select from candidacy c where c.id = new.offered_candidacy_id and c.owner_org_id = new.offering_org_id) then
                perform refuse('transfer_request_of_own_file', 'transfer_request', 'not a file of the organism that offers it');
            end if;
            return new;
        end if;
        if not exists (select from candidacy c where c.id = new.contact_candidacy_id and c.state = 'CONTACT'
                       and c.owner_org_id = new.requesting_org_id) then
            perform refuse('transfer_request_from_contact', 'transfer_request', 'not a contact of the organism that asks');
        end if;
        if current_scope() is not null and candidate_needs_sight(
               (select c.candidate_id from candidacy c where c.id = new.contact_candidacy_id), new.requesting_org_id) then
            perform refuse('transfer_request_sight_accepted', 'transfer_request', 'the record of the candidate is not open to the organism');
        end if;
        return new;
    end if;
    if (new.id, new.kind, new.contact_candidacy_id, new.requesting_org_id, new.offering_org_id, new.offered_candidacy_id,
        new.requested_by, new.requested_on, new.consent_on, new.message)
       is distinct from
       (old.id, old.kind, old.contact_candidacy_id, old.requesting_org_id, old.offering_org_id, old.offered_candidacy_id,
        old.requested_by, old.requested_on, old.consent_on, old.message) then
        perform refuse('transfer_request_fixed', 'transfer_request', 'what was asked never changes');
    end if;
    if not exists (select from transfer_request_transition t where t.from_state = old.state and t.to_state = new.state) then
        perform refuse('transfer_request_transition_legal', 'transfer_request',
                       'no move leads from ' || old.state || ' to ' || new.state);
    end if;
    -- Each end is somebody's to say, or a fact.
    if not (case new.state
           when 'RETRACTED' then current_scope() = 'ORGANISM' and coalesce(new.offering_org_id, new.requesting_org_id) = current_scope_id()
           when 'DECLINED' then current_scope() = 'ORGANISM' and case new.kind
               when 'OFFER' then new.requesting_org_id = current_scope_id()
               else exists (select from transfer_request_route r where r.request_id = new.id and r.owner_org_id = current_scope_id()) end
           when 'AGREED' then nation_writes()
               or (new.kind = 'OFFER' and current_scope() = 'ORGANISM' and new.requesting_org_id = current_scope_id())
           when 'ACCEPTED' then exists (
               select from transfer_request_route r join candidacy c on c.id = r.candidacy_id
               where r.request_id = new.id and c.id = new.candidacy_id and c.owner_org_id = new.requesting_org_id)
           else coalesce(new.agreed_on, new.requested_on) < current_day()
               or exists (
               select from transfer_request_route r
               join candidacy c on c.id in (r.candidacy_id, new.contact_candidacy_id)
               join candidacy_state s on s.state = c.state
               where r.request_id = new.id and (s.is_final or c.owner_org_id <> new.offering_org_id))
           end) then
        perform refuse('transfer_request_settled_by', 'transfer_request', new.state || ' is not for the caller to say');
    end if;
    return new;
end
$$;
comment on function transfer_request_guard() is 'A request comes from a contact, keeps what was asked, and ends by who may end it or by what became of the file';
create trigger transfer_request_guard before insert or update on transfer_request
    for each row execute function transfer_request_guard();

create function transfer_request_routed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    -- Locked: a transfer under way is waited for, and the request goes to whom the file went.
    insert into transfer_request_route (request_id, candidacy_id, owner_org_id)
    select new.id, c.id, c.owner_org_id
    from candidacy c
    where c.id = coalesce(new.offered_candidacy_id, (select w.id from transfer_wanted(new.contact_candidacy_id) w))
    for share;
    if not found then
        perform refuse('transfer_request_has_file', 'transfer_request', 'there is no file to ask for');
    end if;
    if exists (select from transfer_request_route r where r.request_id = new.id and r.owner_org_id = new.requesting_org_id) then
        perform refuse('transfer_request_of_another', 'transfer_request', 'the organism holds the file itself');
    end if;
    return null;
end
$$;
comment on function transfer_request_routed() is 'The server finds the holder; the organism that asks names nobody and learns nothing';
create trigger transfer_request_routed after insert on transfer_request for each row execute function transfer_request_routed();

create function transfer_requests_follow() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.owner_org_id <> old.owner_org_id then
        update transfer_request q
        set state = 'ACCEPTED', candidacy_id = new.id, settled_on = greatest(new.last_activity_on, q.requested_on)
        from transfer_request_route r
        where r.request_id = q.id and r.candidacy_id = new.id and q.requesting_org_id = new.owner_org_id
          and (q.state = 'AGREED' or (q.state = 'PENDING' and q.kind = 'REQUEST' and not nation_writes()));
        if not found then
            perform refuse('candidacy_transfer_agreed', 'candidacy', 'the receiving organism has neither asked nor agreed');
        end if;
        -- Requests go on to the new holder, offers of the old one end; what was answered stays with who answered.
        update transfer_request q
        set state = 'LAPSED', settled_on = greatest(new.last_activity_on, q.requested_on)
        where q.offered_candidacy_id = new.id and q.state in ('PENDING', 'AGREED');
        update transfer_request_route r
        set owner_org_id = new.owner_org_id
        from transfer_request q
        where q.id = r.request_id and r.candidacy_id = new.id and q.kind = 'REQUEST' and q.state in ('PENDING', 'AGREED');
    end if;
    if new.state <> old.state and new.state in ('CERTIFIED', 'EXPIRED', 'WITHDRAWN', 'CANCELLED', 'ABANDONED') then
        update transfer_request q
        set state = 'LAPSED', settled_on = greatest(new.last_activity_on, q.requested_on)
        where q.state in ('PENDING', 'AGREED') and q.id in (
            select p.id from transfer_request p where p.contact_candidacy_id = new.id
            union all
            select r.request_id from transfer_request_route r where r.candidacy_id = new.id and new.state <> 'ABANDONED');
    end if;
    return null;
end
$$;
comment on function transfer_requests_follow() is 'What becomes of the requests for a file that moves or ends; an abandoned one can be resumed, and then transferred';
create trigger transfer_requests_follow_owner after update of owner_org_id on candidacy
    for each row when (new.owner_org_id is distinct from old.owner_org_id) execute function transfer_requests_follow();
create trigger transfer_requests_follow_state after update of state on candidacy
    for each row when (new.state is distinct from old.state) execute function transfer_requests_follow();

-- Silence lapses (decision 34): what nobody answered, and what was agreed and not done.
create function transfer_requests_due(days int) returns setof uuid language sql stable parallel safe begin atomic
    select q.id from transfer_request q
    where q.state in ('PENDING', 'AGREED') and q.requested_on < current_day() - days
      and coalesce(q.agreed_on, q.requested_on) < current_day() - days
    order by q.requested_on, q.id limit 500;
end;
comment on function transfer_requests_due(int) is 'Requests and offers that nobody answered for so many days, oldest first, 500 at most (transfer_request_by_day)';
grant execute on function transfer_requests_due(int) to clea_app, clea_read;

create function transfer_requests_lapse(days int) returns int
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    lapsed int;
begin
    update transfer_request q set state = 'LAPSED', settled_on = greatest(current_day(), q.requested_on)
    where nation_writes() and q.id in (select due from transfer_requests_due(transfer_requests_lapse.days) as due)
      and q.state in ('PENDING', 'AGREED');
    get diagnostics lapsed = row_count;
    return lapsed;
end
$$;
comment on function transfer_requests_lapse(int) is 'Ends them, for the sweep and the certifier; how many';
grant execute on function transfer_requests_lapse(int) to clea_app;

create policy transfer_request_offer on transfer_request for insert to clea_app with check (
    current_scope() = 'ORGANISM' and kind = 'OFFER' and offering_org_id = current_scope_id() and current_reach() is null);
