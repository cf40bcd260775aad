-- 0018 requests for a transfer: the organism that meets a candidate whose file another one holds asks for it, with his consent,
-- without learning who that is (decision 16). Row-level security hides rows, not columns: what the asking organism may not know
-- is in a table of its own, which only triggers write.

set local role clea_owner;

create table transfer_request_transition (
    from_state text not null,
    event      text not null,
    to_state   text not null,
    constraint transfer_request_transition_pk primary key (from_state, event)
);
comment on table transfer_request_transition is 'Every legal move of a transfer request; what is answered never moves again';
comment on column transfer_request_transition.from_state is 'State before; NONE for the sending';
comment on column transfer_request_transition.event is 'Event; ACCEPT and LAPSE follow from the file that is asked for';
comment on column transfer_request_transition.to_state is 'State after';
insert into transfer_request_transition (from_state, event, to_state) values
    ('NONE', 'SEND', 'PENDING'),
    ('PENDING', 'DECLINE', 'DECLINED'),
    ('PENDING', 'RETRACT', 'RETRACTED'),
    ('PENDING', 'ACCEPT', 'ACCEPTED'),
    ('PENDING', 'LAPSE', 'LAPSED');

create table transfer_request (
    id                   uuid not null constraint transfer_request_pk primary key,
    contact_candidacy_id uuid not null constraint transfer_request_contact references candidacy,
    requesting_org_id    uuid not null constraint transfer_request_organism references organism,
    requested_by         uuid constraint transfer_request_requested_by references person,
    requested_on         date not null,
    consent_on           date not null,
    message              text constraint transfer_request_message check (char_length(message) between 1 and 2000),
    state                text not null default 'PENDING' constraint transfer_request_state
                         check (state in ('PENDING', 'ACCEPTED', 'DECLINED', 'RETRACTED', 'LAPSED')),
    settled_on           date,
    reason               text constraint transfer_request_reason check (char_length(reason) between 1 and 2000),
    candidacy_id         uuid constraint transfer_request_candidacy references candidacy,
    version              int not null default 1,
    created_at           timestamptz not null default clock_timestamp(),
    constraint transfer_request_consent check (consent_on <= requested_on),
    constraint transfer_request_settled check ((state = 'PENDING') = (settled_on is null)),
    constraint transfer_request_accepted check ((state = 'ACCEPTED') = (candidacy_id is not null)),
    constraint transfer_request_declined_why check (state <> 'DECLINED' or reason is not null)
);
comment on table transfer_request is 'Request (demande de transfert) of an organism for the file of a candidate that another one holds, whose name it does not learn';
comment on column transfer_request.id is 'UUIDv7';
comment on column transfer_request.contact_candidacy_id is 'The contact of the organism that asks with the candidate';
comment on column transfer_request.requesting_org_id is 'The organism that asks';
comment on column transfer_request.requested_by is 'Who asked';
comment on column transfer_request.requested_on is 'Day of the request';
comment on column transfer_request.consent_on is 'Day on which the candidate consented to it';
comment on column transfer_request.message is 'What the organism that asks writes to the one that holds the file';
comment on column transfer_request.state is 'PENDING; ACCEPTED: the file was transferred; DECLINED by its holder; RETRACTED by who asked; LAPSED: one of the two files ended';
comment on column transfer_request.settled_on is 'Day of the end';
comment on column transfer_request.reason is 'Why it was declined or retracted; read by both sides';
comment on column transfer_request.candidacy_id is 'The file that was asked for, once it is with the organism that asked';
comment on column transfer_request.version is 'For If-Match';
comment on column transfer_request.created_at is 'Bookkeeping';
create index transfer_request_by_organism on transfer_request (requesting_org_id, id);
create unique index transfer_request_one_pending on transfer_request (contact_candidacy_id) where state = 'PENDING';

create table transfer_request_route (
    request_id   uuid not null constraint transfer_request_route_pk primary key
                 constraint transfer_request_route_request references transfer_request,
    candidacy_id uuid not null constraint transfer_request_route_candidacy references candidacy,
    owner_org_id uuid not null constraint transfer_request_route_owner references organism,
    created_at   timestamptz not null default clock_timestamp()
);
comment on table transfer_request_route is 'To whom a transfer request goes; never seen by who asks';
comment on column transfer_request_route.request_id is 'The request';
comment on column transfer_request_route.candidacy_id is 'The file that is asked for';
comment on column transfer_request_route.owner_org_id is 'Its holder; while the request is pending it follows the file';
comment on column transfer_request_route.created_at is 'Bookkeeping';
create index transfer_request_route_by_owner on transfer_request_route (owner_org_id, request_id);
create index transfer_request_route_by_candidacy on transfer_request_route (candidacy_id);

-- What is there to be asked for: the same file as for CANDIDACY_ALREADY_OPEN.
create function transfer_wanted(contact_id uuid) returns setof candidacy
language sql stable security definer set search_path = public, pg_temp as $$
    select other.*
    from candidacy c
    join candidacy other on other.candidate_id = c.candidate_id and other.referential_code = c.referential_code
                        and other.id <> c.id and other.information_on is not null
    join candidacy_state s on s.state = other.state and s.is_live
    where c.id = contact_id
$$;
comment on function transfer_wanted(uuid) is 'The live file beside a contact, of the same candidate and certification; at most one (candidacy_one_live)';
revoke execute on function transfer_wanted(uuid) from public;

create function transfer_standing(contact_ids uuid[]) returns table (item int, is_elsewhere boolean, is_here boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select asked.item::int, coalesce(bool_or(w.owner_org_id <> c.owner_org_id), false),
           coalesce(bool_or(w.owner_org_id = c.owner_org_id), false)
    from unnest(contact_ids) with ordinality as asked(id, item)
    join candidacy c on c.id = asked.id
    left join lateral transfer_wanted(c.id) w on true
    group by asked.item
$$;
comment on function transfer_standing(uuid[]) is
    'Whether a live file stands beside a contact, with another organism or with the same one; never with whom (as candidate_standing)';

create function transfer_request_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'PENDING' then
            perform refuse('transfer_request_transition_legal', 'transfer_request', 'a request begins PENDING');
        end if;
        if not exists (select from candidacy c where c.id = new.contact_candidacy_id and c.state = 'CONTACT'
                       and c.owner_org_id = new.requesting_org_id) then
            perform refuse('transfer_request_from_contact', 'transfer_request', 'not a contact of the organism that asks');
        end if;
        return new;
    end if;
    if (new.id, new.contact_candidacy_id, new.requesting_org_id, new.requested_by, new.requested_on, new.consent_on, new.message)
       is distinct from
       (old.id, old.contact_candidacy_id, old.requesting_org_id, old.requested_by, old.requested_on, old.consent_on, old.message) then
        perform refuse('transfer_request_fixed', 'transfer_request', 'what was asked never changes');
    end if;
    if not exists (select from transfer_request_transition t where t.from_state = old.state and t.to_state = new.state) then
        perform refuse('transfer_request_transition_legal', 'transfer_request',
                       'no move leads from ' || old.state || ' to ' || new.state);
    end if;
    -- Each end is somebody's to say, or a fact.
    if not (case new.state
           when 'RETRACTED' then current_scope() = 'ORGANISM' and new.requesting_org_id = current_scope_id()
           when 'DECLINED' then current_scope() = 'ORGANISM' and exists (
               select from transfer_request_route r where r.request_id = new.id and r.owner_org_id = current_scope_id())
           when 'ACCEPTED' then exists (
               select from transfer_request_route r join candidacy c on c.id = r.candidacy_id
               where r.request_id = new.id and c.id = new.candidacy_id and c.owner_org_id = new.requesting_org_id)
           else exists (
               select from transfer_request_route r
               join candidacy c on c.id in (r.candidacy_id, new.contact_candidacy_id)
               join candidacy_state s on s.state = c.state
               where r.request_id = new.id and s.is_final)
           end) then
        perform refuse('transfer_request_settled_by', 'transfer_request', new.state || ' is not for the caller to say');
    end if;
    return new;
end
$$;
comment on function transfer_request_guard() is 'A request comes from a contact, keeps what was asked, and ends by who may end it or by what became of the file';
create trigger transfer_request_guard before insert or update on transfer_request
    for each row execute function transfer_request_guard();
create trigger transfer_request_version before update on transfer_request for each row execute function bump_version();

create function transfer_request_routed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    -- Locked: a transfer under way is waited for, and the request goes to whom the file went.
    insert into transfer_request_route (request_id, candidacy_id, owner_org_id)
    select new.id, c.id, c.owner_org_id
    from candidacy c
    where c.id = (select w.id from transfer_wanted(new.contact_candidacy_id) w)
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

create function transfer_requests_follow() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if new.owner_org_id <> old.owner_org_id then
        update transfer_request q
        set state = 'ACCEPTED', candidacy_id = new.id, settled_on = greatest(new.last_activity_on, q.requested_on)
        from transfer_request_route r
        where r.request_id = q.id and r.candidacy_id = new.id and q.state = 'PENDING' and q.requesting_org_id = new.owner_org_id;
        -- The others go on to the new holder; what was answered stays with who answered.
        update transfer_request_route r
        set owner_org_id = new.owner_org_id
        from transfer_request q
        where q.id = r.request_id and r.candidacy_id = new.id and q.state = 'PENDING';
    end if;
    if new.state <> old.state then
        update transfer_request q
        set state = 'LAPSED', settled_on = greatest(new.last_activity_on, q.requested_on)
        where q.state = 'PENDING' and q.id in (
            select p.id from transfer_request p where p.contact_candidacy_id = new.id and p.state = 'PENDING'
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
    for each row when (new.state is distinct from old.state
                       and new.state in ('CERTIFIED', 'EXPIRED', 'WITHDRAWN', 'CANCELLED', 'ABANDONED'))
    execute function transfer_requests_follow();

-- Who sees and writes --------------------------------------------------------------------------------------------------

do $$
declare
    name text;
begin
    foreach name in array array['transfer_request', 'transfer_request_route'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
        execute format('create policy %I on %I for select to clea_auditor using (true)', name || '_auditor', name);
    end loop;
end
$$;
create policy transfer_request_route_read on transfer_request_route for select to clea_app, clea_read using (
    scope_sees_all(current_scope()) or (current_scope() = 'ORGANISM' and owner_org_id = current_scope_id()));
create policy transfer_request_read on transfer_request for select to clea_app, clea_read using (
    scope_sees_all(current_scope())
    or (current_scope() = 'ORGANISM'
        and (requesting_org_id = current_scope_id()
             or exists (select from transfer_request_route r where r.request_id = transfer_request.id offset 0))));
create policy transfer_request_insert on transfer_request for insert to clea_app with check (
    current_scope() = 'ORGANISM' and requesting_org_id = current_scope_id());
create policy transfer_request_update on transfer_request for update to clea_app using (
    current_scope() = 'ORGANISM'
    and (requesting_org_id = current_scope_id()
         or exists (select from transfer_request_route r where r.request_id = transfer_request.id offset 0)));

grant select on transfer_request_transition, transfer_request, transfer_request_route to clea_app, clea_read, clea_auditor;
grant insert, update on transfer_request to clea_app;
grant execute on function transfer_standing(uuid[]) to clea_app, clea_read;
